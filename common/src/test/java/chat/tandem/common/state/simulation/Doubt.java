package chat.tandem.common.state.simulation;

import chat.tandem.common.state.ConnectRequest;
import chat.tandem.common.state.ConnectRequest.Belief;
import chat.tandem.common.state.ConnectRequest.Resume;
import chat.tandem.common.state.Connected;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Owner;
import chat.tandem.common.state.Refusal;
import io.vertx.core.Future;

/** A session whose gateway lost its lease: what became of it is asked once, as the real verification does. */
final class Doubt {
    private final Gateway gateway;
    private final Mail mail;
    private final Session session;
    private boolean there;

    Doubt(Gateway gateway, Mail mail, Session session) {
        this.gateway = gateway;
        this.mail = mail;
        this.session = session;
    }

    boolean is() {
        return there;
    }

    void arises() {
        there = true;
    }

    /** Asks under the gateway's new id, where it has one. */
    Future<?> resolved(Owner holder) {
        Tenure present = gateway.tenure();
        if (!there || present == null) {
            return Future.succeededFuture();
        }
        mail.hold();
        return present.state.connect(request(holder, present), holder.beliefs()).transform(result -> {
            if (result.succeeded() && result.result() instanceof Outcome.Refused<Connected>(var refusal)) {
                found(refusal.kind());
            }
            mail.release();
            return Future.succeededFuture();
        });
    }

    private ConnectRequest request(Owner holder, Tenure present) {
        String conversation = mail.conversation();
        return new ConnectRequest(
                holder.user(),
                present.id,
                holder.connection(),
                null,
                conversation.isEmpty() ? null : new Resume(conversation, mail.whole()),
                new Belief(mail.state(), mail.highest(), false));
    }

    private void found(Refusal.Kind kind) {
        switch (kind) {
            case STALE -> session.replaced();
            case STATE_LOST -> session.stateLost();
            case GONE -> session.close("lease lost");
            default -> {}
        }
    }
}
