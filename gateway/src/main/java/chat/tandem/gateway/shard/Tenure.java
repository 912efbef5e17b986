package chat.tandem.gateway.shard;

import chat.tandem.common.bus.InboxEntry;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Owner;
import chat.tandem.common.state.Refusal;
import chat.tandem.common.state.ScriptRunner;
import chat.tandem.common.state.ShardState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway's stay in one shard under one id: from its registration until its lease is lost or given back. It knows which
 * connection an entry of its inbox is for, and sees to it that every session that was taken is let go of. Used on one
 * event loop.
 */
public final class Tenure {
    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);
    private static final long FIRST_PAUSE = 250;
    private static final long LONGEST_PAUSE = 2_000;

    private final Vertx vertx;
    private final String gateway;
    private final ShardState state;
    private final Questions questions;
    private final Map<String, Recipient> recipients;
    private final Function<InboxEntry.Asked, Future<Buffer>> asked;
    private final Supplier<Future<?>> renewal;
    private boolean over;

    /**
     * A stay that begins.
     *
     * @param recipients by connection; they outlive the stay
     * @param asked answers other gateways about connections that live here
     * @param renewal renews the lease at once
     */
    Tenure(
            Vertx vertx,
            String gateway,
            ShardState state,
            Questions questions,
            Map<String, Recipient> recipients,
            Function<InboxEntry.Asked, Future<Buffer>> asked,
            Supplier<Future<?>> renewal) {
        this.vertx = vertx;
        this.gateway = gateway;
        this.state = state;
        this.questions = questions;
        this.recipients = recipients;
        this.asked = asked;
        this.renewal = renewal;
    }

    /** The gateway's id during this stay. */
    public String gateway() {
        return gateway;
    }

    /** The shard. */
    public ShardState state() {
        return state;
    }

    /** What the other services can be asked. */
    public Questions questions() {
        return questions;
    }

    /** From now on entries for this connection go to the recipient. */
    public void attach(String connection, Recipient recipient) {
        recipients.put(connection, recipient);
    }

    /** Entries for this connection are dropped from now on. */
    public void detach(String connection) {
        recipients.remove(connection);
    }

    /** Hands an entry of the inbox to the connection that it names, if it is still here. */
    void deliver(InboxEntry entry) {
        try {
            handOver(entry);
        } catch (RuntimeException fault) {
            // One client's fault must not cost the others what is behind it. The message may quote what was said.
            LOG.atError()
                    .addKeyValue("gateway", gateway)
                    .log(
                            "an entry of the inbox was lost to a {}",
                            fault.getClass().getName());
        }
    }

    private void handOver(InboxEntry entry) {
        switch (entry) {
            case InboxEntry.Event event -> {
                Recipient recipient = recipients.get(event.to());
                if (recipient != null) {
                    recipient.onEvent(event);
                }
            }
            case InboxEntry.Reply reply -> questions.answered(reply);
            case InboxEntry.Asked question ->
                asked.apply(question).onSuccess(answer -> questions.answer(question, answer));
        }
    }

    /** Renews the lease now, because a session that should be here is not; completes when the answer was looked at. */
    public Future<?> renew() {
        return renewal.get();
    }

    /** The lease is lost: others let go of what the gateway held. */
    void end() {
        over = true;
    }

    /**
     * Lets go of a session whose connection is closed: tried until Redis has answered, or until the gateway counts as
     * dead, when others let go of all that it held.
     */
    public void letGoOf(Owner owner) {
        attempt(owner, FIRST_PAUSE);
    }

    /** The same for a session of which it is not known whether it was taken: a call may be stuck on its way. */
    public void letGoOfUnknown(Owner owner) {
        letGoOf(owner);
        vertx.setTimer(ScriptRunner.BUDGET_MILLIS + FIRST_PAUSE, timer -> attempt(owner, FIRST_PAUSE));
    }

    /** Whether the lease was lost: what the gateway held is let go of by others. */
    public boolean over() {
        return over;
    }

    private void attempt(Owner owner, long pause) {
        var unused = state.disconnect(owner.user(), owner.connection(), gateway)
                .map(Tenure::answered)
                .otherwise(false)
                .onSuccess(answered -> {
                    if (!answered && !over) {
                        vertx.setTimer(jittered(pause), timer -> attempt(owner, Math.min(2 * pause, LONGEST_PAUSE)));
                    }
                });
    }

    private static long jittered(long pause) {
        return ThreadLocalRandom.current().nextLong(pause / 2, pause) + 1;
    }

    private static boolean answered(Outcome<?> outcome) {
        return !(outcome instanceof Outcome.Refused<?>(var refusal)
                && (refusal.kind() == Refusal.Kind.UNAVAILABLE || refusal.kind() == Refusal.Kind.LATE));
    }

    /** Gives the lease back: what is still held is let go of in the same steps. */
    Future<Void> giveBack() {
        return state.deregister(gateway).compose(outcome -> {
            boolean more = outcome instanceof Outcome.Ok<Integer>(Integer left) && left > 0;
            over = !more;
            return more ? giveBack() : Future.succeededFuture();
        });
    }
}
