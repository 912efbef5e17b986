package chat.tandem.gateway.session;

import chat.tandem.common.protocol.ClientCommand;
import chat.tandem.common.protocol.ClientFrame;
import chat.tandem.common.protocol.CloseCode;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.gateway.limit.FrameLimit;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** What the frames of one client come to: judged when they are read, carried out or refused when it is their turn. */
final class Intake {
    private static final int INVALID_IN_A_ROW = 50;

    private final Surroundings around;
    private final Admission admission;
    private final Standing standing;
    private final Mail mail;
    private final Replies replies;
    private final Session session;
    private final FrameLimit limit;
    private final Execution execution;
    private int invalidInARow;

    Intake(
            Surroundings around,
            FrameLimit limit,
            Admission admission,
            Standing standing,
            Mail mail,
            Replies replies,
            Session session) {
        this.around = around;
        this.admission = admission;
        this.standing = standing;
        this.mail = mail;
        this.replies = replies;
        this.session = session;
        this.limit = limit;
        this.execution = new Execution(around, mail, replies, session);
    }

    /** The frame, or its refusal where a limit is reached or a {@code hello} was read too late. */
    ClientFrame judge(ClientFrame frame) {
        long wait = limit.acquire();
        if (wait > 0) {
            return new ClientFrame.Refused(frame.id(), null, ProtocolError.rateLimited(wait));
        }
        boolean hello =
                frame instanceof ClientFrame.Command command && command.command() instanceof ClientCommand.Hello;
        return hello && around.watch().late()
                ? new ClientFrame.Refused(frame.id(), ClientCommand.HELLO, Answers.unavailable())
                : frame;
    }

    /**
     * Carries a frame out whose turn it is; completes when the next one may begin. A fault of ours must not end the queue,
     * and the client is owed an answer.
     *
     * @param read when the frame was, by the loop's clock
     */
    Future<?> carryOut(ClientFrame frame, long read) {
        try {
            return perform(frame, read);
        } catch (RuntimeException fault) {
            replies.refuse(frame.id(), Answers.of("a command", fault, admission.seat(), mail.conversation()));
            mail.release();
            return Future.succeededFuture();
        }
    }

    private Future<?> perform(ClientFrame frame, long read) {
        return switch (frame) {
            case ClientFrame.Refused refused -> refused(refused);
            case ClientFrame.Command(long id, ClientCommand command) -> {
                invalidInARow = 0;
                yield command instanceof ClientCommand.Hello hello
                        ? admission.hello(id, hello, session)
                        : command(id, command, admission.seat(), read);
            }
        };
    }

    private Future<?> refused(ClientFrame.Refused frame) {
        // Before `session`, a command with a wrong field is first of all a command without a session.
        boolean command = frame.event() == null
                ? frame.error().code() == ErrorCode.UNKNOWN_EVENT
                : !frame.event().equals(ClientCommand.HELLO);
        boolean tooEarly = admission.seat() == null && command;
        replies.refuse(frame.id(), tooEarly ? Answers.notAuthenticated() : frame.error());
        invalidInARow = frame.error().code() == ErrorCode.INVALID_FRAME ? invalidInARow + 1 : 0;
        if (invalidInARow >= INVALID_IN_A_ROW) {
            session.close(CloseCode.PROTOCOL_VIOLATED);
        }
        return Future.succeededFuture();
    }

    private Future<?> command(long id, ClientCommand command, @Nullable Seat seat, long read) {
        if (seat != null && standing.doubtful() && !(command instanceof ClientCommand.Ping)) {
            return inDoubt(id, command, read);
        }
        if (seat != null) {
            return execution.perform(id, command, seat, read);
        }
        replies.refuse(id, Answers.notAuthenticated());
        return Future.succeededFuture();
    }

    private Future<?> inDoubt(long id, ClientCommand command, long read) {
        if (standing.ending()) {
            replies.refuse(id, Answers.unavailable());
            return standing.verified();
        }
        return standing.verified().compose(known -> {
            if (known) {
                return session.ended() ? Future.succeededFuture() : command(id, command, admission.seat(), read);
            }
            replies.refuse(id, Answers.unavailable());
            return Future.succeededFuture();
        });
    }
}
