package chat.tandem.gateway.session;

import io.vertx.core.Future;

/**
 * How a session stands with its shard: whether the shard is there, and whether what it holds of the session is in doubt,
 * because it came back as another Redis or the gateway's lease was lost.
 */
final class Standing {
    private final Admission admission;
    private final Verification verification;
    private final Replies replies;
    private boolean degraded;
    private Doubt doubt = Doubt.NONE;

    /** What is to become of a session in doubt. */
    private enum Doubt {
        NONE,
        KEEP,
        END
    }

    Standing(Admission admission, Verification verification, Replies replies) {
        this.admission = admission;
        this.verification = verification;
        this.replies = replies;
    }

    boolean doubtful() {
        return doubt != Doubt.NONE;
    }

    /** Whether the session is over, and it is only to be found out what the client is told. */
    boolean ending() {
        return doubt == Doubt.END;
    }

    void doubt(boolean keep) {
        if (admission.seat() != null) { // Else a hello is under way, and its answer says so.
            doubt = keep && doubt != Doubt.END ? Doubt.KEEP : Doubt.END;
        }
    }

    /** Asks the shard where there is doubt, and says whether there is none any more. */
    Future<Boolean> verified() {
        Seat seat = admission.seat();
        if (doubt == Doubt.NONE || seat == null) {
            return Future.succeededFuture(true);
        }
        return verification.run(seat, doubt == Doubt.KEEP).onSuccess(known -> {
            if (known) {
                doubt = Doubt.NONE;
                restored();
            }
        });
    }

    void degraded() {
        if (admission.seat() != null && !degraded) {
            degraded = true;
            replies.event("service-degraded", SessionFrames.degraded());
        }
    }

    void restored() {
        if (degraded && doubt == Doubt.NONE) {
            degraded = false;
            replies.event("service-restored", SessionFrames.restored());
        }
    }
}
