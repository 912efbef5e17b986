package chat.tandem.common.state.simulation;

import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Owner;
import chat.tandem.common.state.Place;
import chat.tandem.common.state.Refusal;
import chat.tandem.common.state.SendRequest;
import chat.tandem.common.state.Sent;
import chat.tandem.common.state.SessionState;
import chat.tandem.common.state.ShardState;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Carries a session's commands out and answers them, as the real {@code Commands} and {@code Execution} do. */
final class Execution {
    private static final Sent NOTHING = new Sent(0, 0, false);

    private final Mail mail;
    private final Consumer<Frame> out;
    private final Session session;

    Execution(Mail mail, Consumer<Frame> out, Session session) {
        this.mail = mail;
        this.out = out;
        this.session = session;
    }

    Future<?> perform(int number, Command command, ShardState state, Owner owner) {
        if (command.mayChangeConversation()) {
            mail.hold();
        }
        return carryOut(command, state, owner).transform(result -> {
            if (result.succeeded()) {
                answer(number, result.result());
            } else {
                out.accept(new Frame.Answer(number, Frame.Answer.UNKNOWN, 0, 0));
            }
            mail.release();
            return Future.succeededFuture();
        });
    }

    private Future<Outcome<Sent>> carryOut(Command command, ShardState state, Owner owner) {
        return switch (command) {
            case Command.Join(var interests) ->
                then(inOrder(state.joinQueue(owner, interests)), place -> mail.become(SessionState.WAITING));
            case Command.Next(var conversation) ->
                then(state.next(owner, conversation, List.of()), since -> mail.leave(SessionState.WAITING));
            case Command.LeaveQueue() ->
                then(inOrder(state.leaveQueue(owner)), place -> mail.become(SessionState.IDLE));
            case Command.Leave(var conversation) ->
                then(state.leave(owner, conversation), done -> mail.leave(SessionState.IDLE));
            case Command.Typing(var conversation) -> then(state.typing(owner, conversation, true), done -> {});
            case Command.Send(var conversation, var id) -> send(state, owner, conversation, id);
            case Command.Hello hello -> throw new IllegalStateException(hello.toString());
        };
    }

    private Future<Outcome<Sent>> send(ShardState state, Owner owner, String conversation, String id) {
        long highest = conversation.equals(mail.conversation()) ? mail.highest() : 0;
        Buffer prefix = Buffer.buffer(Said.prefix(conversation, owner.user(), id));
        return state.sendMessage(owner, SendRequest.text(conversation, id, prefix, highest))
                .map(outcome -> outcome.map(sent -> {
                    if (conversation.equals(mail.conversation())) {
                        mail.seen(sent.sequence());
                    }
                    return sent;
                }));
    }

    private Future<Outcome<Place>> inOrder(Future<Outcome<Place>> outcome) {
        return outcome.compose(done -> done instanceof Outcome.Ok<Place>(Place(var since, var past))
                ? mail.upToTheEndOf(past).map(told -> done)
                : Future.succeededFuture(done));
    }

    private static <T> Future<Outcome<Sent>> then(Future<Outcome<T>> outcome, Consumer<T> effect) {
        Function<T, Sent> done = value -> {
            effect.accept(value);
            return NOTHING;
        };
        return outcome.map(what -> what.map(done));
    }

    private void answer(int number, Outcome<Sent> outcome) {
        switch (outcome) {
            case Outcome.Ok<Sent>(var sent) ->
                out.accept(new Frame.Answer(number, Frame.Answer.OK, sent.sequence(), sent.sentAt()));
            case Outcome.Refused<Sent>(var refusal) -> {
                out.accept(new Frame.Answer(number, refusal.kind().name(), 0, 0));
                afterwards(refusal.kind());
            }
        }
    }

    private void afterwards(Refusal.Kind kind) {
        switch (kind) {
            case STALE -> session.replaced();
            case GONE -> session.gone();
            case STATE_LOST -> session.stateLost();
            default -> {}
        }
    }
}
