package chat.tandem.gateway.session;

import chat.tandem.common.protocol.ClientCommand;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Refusal;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** Carries the commands of one session out, answers them, and ends the connection where an answer means that. */
final class Execution {
    private final Mail mail;
    private final Replies replies;
    private final Endings endings;
    private final Surroundings around;

    Execution(Surroundings around, Mail mail, Replies replies, Endings endings) {
        this.around = around;
        this.mail = mail;
        this.replies = replies;
        this.endings = endings;
    }

    /**
     * Carries a command out; completes when the next one may begin.
     *
     * @param read when its frame was, by the loop's clock
     */
    Future<?> perform(long id, ClientCommand command, Seat seat, long read) {
        if (command instanceof ClientCommand.Question question) {
            ask(id, question, seat, read);
            return Future.succeededFuture(); // Its answer may come later than those of the commands after it.
        }
        if (Commands.mayChangeConversation(command)) {
            mail.hold();
        }
        return Commands.perform(seat, mail, around.meters(), command, inRedisTime(seat, read))
                .transform(result -> {
                    if (result.succeeded()) {
                        answer(id, result.result());
                    } else {
                        replies.refuse(id, Answers.of(command.event(), result.cause(), seat, mail.conversation()));
                    }
                    answered(command, read);
                    mail.release();
                    return Future.succeededFuture();
                });
    }

    /** A moment of the loop's clock in Redis' milliseconds; 0 while that clock is not known. */
    private long inRedisTime(Seat seat, long moment) {
        long now = seat.state().clock().now();
        long ago = TimeUnit.NANOSECONDS.toMillis(around.nanoTime().getAsLong() - moment);
        return now == 0 ? 0 : now - ago;
    }

    private void answered(ClientCommand command, long read) {
        around.meters().answered(command.event(), around.nanoTime().getAsLong() - read);
    }

    private void answer(long id, Outcome<String> outcome) {
        switch (outcome) {
            case Outcome.Ok<String>(var data) -> replies.acknowledge(id, data);
            case Outcome.Refused<String>(var refusal) -> {
                replies.refuse(id, Answers.of(refusal));
                afterwards(refusal);
            }
        }
    }

    private void afterwards(Refusal refusal) {
        switch (refusal.kind()) {
            case STALE -> endings.replaced();
            case GONE -> endings.gone();
            case STATE_LOST -> endings.stateLost();
            case WRONG_STATE,
                    NOT_FOUND,
                    UPLOAD_REJECTED,
                    RATE_LIMITED,
                    UNAVAILABLE,
                    LATE,
                    INVALID_SEQUENCE,
                    ERASED -> {}
        }
    }

    private void ask(long id, ClientCommand.Question question, Seat seat, long read) {
        var unused = seat.tenure()
                .questions()
                .ask(seat.user(), question)
                .onSuccess(answer -> replies.acknowledge(id, answer.toString()))
                .onFailure(fault -> replies.refuse(id, Answers.of(question.event(), fault, seat, mail.conversation())))
                .onComplete(over -> answered(question, read));
    }
}
