package chat.tandem.gateway.session;

import chat.tandem.common.protocol.ClientCommand;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Refusal;
import io.vertx.core.Future;

/** Carries the commands of one session out, answers them, and ends the connection where an answer means that. */
final class Execution {
    private final Mail mail;
    private final Replies replies;
    private final Endings endings;

    Execution(Mail mail, Replies replies, Endings endings) {
        this.mail = mail;
        this.replies = replies;
        this.endings = endings;
    }

    /** Carries a command out; completes when the next one may begin. */
    Future<?> perform(long id, ClientCommand command, Seat seat) {
        if (command instanceof ClientCommand.Question question) {
            ask(id, question, seat);
            return Future.succeededFuture(); // Its answer may come later than those of the commands after it.
        }
        if (Commands.mayChangeConversation(command)) {
            mail.hold();
        }
        return Commands.perform(seat, mail, command).transform(result -> {
            if (result.succeeded()) {
                answer(id, result.result());
            } else {
                replies.refuse(id, Answers.of(command.event(), result.cause()));
            }
            mail.release();
            return Future.succeededFuture();
        });
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
            case WRONG_STATE, NOT_FOUND, UPLOAD_REJECTED, RATE_LIMITED, UNAVAILABLE, LATE, INVALID_SEQUENCE -> {}
        }
    }

    private void ask(long id, ClientCommand.Question question, Seat seat) {
        var unused = seat.tenure()
                .questions()
                .ask(seat.user(), question)
                .onSuccess(answer -> replies.acknowledge(id, answer.toString()))
                .onFailure(fault -> replies.refuse(id, Answers.of(question.event(), fault)));
    }
}
