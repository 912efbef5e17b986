package chat.tandem.gateway.session;

import chat.tandem.common.protocol.ClientCommand;
import chat.tandem.common.protocol.CloseCode;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Refusal;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** Carries the commands of one session out, answers them, and ends the connection where an answer means that. */
final class Execution {
    private final Mail mail;
    private final Replies replies;
    private final Consumer<CloseCode> close;
    private final Consumer<CloseCode> abandon;

    /**
     * For one connection.
     *
     * @param close ends the connection, and lets go of its session
     * @param abandon ends the connection of a session that is not ours any more
     */
    Execution(Mail mail, Replies replies, Consumer<CloseCode> close, Consumer<CloseCode> abandon) {
        this.mail = mail;
        this.replies = replies;
        this.close = close;
        this.abandon = abandon;
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
            case STALE -> {
                replies.event("session-replaced", "{}");
                abandon.accept(CloseCode.SESSION_REPLACED);
            }
            case GONE -> abandon.accept(CloseCode.LEASE_LOST);
            case STATE_LOST -> stateLost();
            case WRONG_STATE, NOT_FOUND, UPLOAD_REJECTED, RATE_LIMITED, UNAVAILABLE, LATE, INVALID_SEQUENCE -> {}
        }
    }

    private void stateLost() {
        String conversation = mail.conversation();
        if (conversation != null) {
            replies.event("conversation-ended", SessionFrames.ended(conversation, "state-lost"));
        }
        close.accept(CloseCode.LEASE_LOST);
    }

    private void ask(long id, ClientCommand.Question question, Seat seat) {
        var unused = seat.tenure()
                .questions()
                .ask(seat.user(), question)
                .onSuccess(answer -> replies.acknowledge(id, answer.toString()))
                .onFailure(fault -> replies.refuse(id, Answers.of(question.event(), fault)));
    }
}
