package chat.tandem.gateway.session;

import chat.tandem.common.protocol.CloseCode;
import chat.tandem.common.state.ConnectRequest;
import chat.tandem.common.state.ConnectRequest.Belief;
import chat.tandem.common.state.ConnectRequest.Resume;
import chat.tandem.common.state.Connected;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Refusal;
import chat.tandem.gateway.shard.Tenure;
import io.vertx.core.Future;

/**
 * Finds out what became of a session that is in doubt. One that the shard still knows as we do is held further, with what
 * was missed; of another the client is told the truth.
 */
final class Verification {
    private final Surroundings around;
    private final Admission admission;
    private final Mail mail;
    private final Endings endings;

    Verification(Surroundings around, Admission admission, Mail mail, Endings endings) {
        this.around = around;
        this.admission = admission;
        this.mail = mail;
        this.endings = endings;
    }

    /**
     * Asks once.
     *
     * @param keep whether the session is to be held further
     * @return whether there was an answer; never fails
     */
    Future<Boolean> run(Seat seat, boolean keep) {
        Tenure tenure = around.shards().tenureFor(seat.user()).orElse(null);
        if (tenure == null) {
            return Future.succeededFuture(false);
        }
        mail.hold();
        return tenure.state()
                .connect(request(seat, tenure, keep), seat.owner().beliefs())
                .map(outcome -> !tenure.over() && answered(outcome, new Seat(seat.owner(), tenure), keep))
                .otherwise(false)
                .onComplete(done -> mail.release());
    }

    private ConnectRequest request(Seat seat, Tenure tenure, boolean keep) {
        String conversation = mail.conversation();
        return new ConnectRequest(
                seat.user(),
                tenure.gateway(),
                seat.owner().connection(),
                null,
                conversation == null ? null : new Resume(conversation, mail.whole()),
                new Belief(mail.state(), mail.highest(), keep),
                admission.countsFrom());
    }

    private boolean answered(Outcome<Connected> outcome, Seat seat, boolean keep) {
        return switch (outcome) {
            case Outcome.Ok<Connected>(var connected) -> {
                admission.goOn(seat, connected);
                yield true;
            }
            case Outcome.Refused<Connected>(var refusal) -> refused(refusal.kind(), keep);
        };
    }

    private boolean refused(Refusal.Kind kind, boolean keep) {
        switch (kind) {
            case STALE -> endings.replaced();
            case STATE_LOST -> endings.stateLost();
            case ERASED -> endings.erased();
            case GONE -> {
                if (keep) {
                    return false; // Our own lease is over, and this is for the next one to find out.
                }
                endings.close(CloseCode.LEASE_LOST);
            }
            case WRONG_STATE, NOT_FOUND, UPLOAD_REJECTED, RATE_LIMITED, UNAVAILABLE, LATE, INVALID_SEQUENCE -> {
                return false;
            }
        }
        return true;
    }
}
