package chat.tandem.gateway;

import chat.tandem.common.protocol.CloseCode;
import chat.tandem.gateway.session.Session;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets the clients of a gateway that stops go: a few at a time, so that the other gateways do not get all of them at
 * once, and each with a moment of its own to come back at. Used on the gateway's event loop.
 */
final class Drain {
    private static final long STEP_MILLIS = 50;

    /** A thousand clients a second, where the time allows that. */
    private static final int LEAST_PER_STEP = 50;

    /** A partner hears of an absence of 2 s: who comes back within this and the handshake's time was not missed. */
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final Vertx vertx;
    private final Collection<Session> sessions;
    private final List<Session> left;
    private final int perStep;
    private final long deadline;
    private final Promise<Void> done = Promise.promise();

    private Drain(Vertx vertx, Collection<Session> sessions, Duration limit) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.left = new ArrayList<>(sessions);
        this.perStep = perStep(sessions.size(), limit);
        this.deadline = System.nanoTime() + limit.toNanos();
        Collections.shuffle(left, ThreadLocalRandom.current());
    }

    /**
     * Begins; completes when all have gone and what they had sent has been carried out, or when the time is over.
     *
     * @param sessions shrinks as they go
     */
    static Future<Void> of(Vertx vertx, Collection<Session> sessions, Duration limit) {
        Drain drain = new Drain(vertx, sessions, limit);
        drain.step();
        return drain.done.future();
    }

    /** How many go in each step, so that all have been told in half of the time. */
    static int perStep(int clients, Duration limit) {
        long steps = Math.max(1, limit.toMillis() / 2 / STEP_MILLIS);
        return (int) Math.max(LEAST_PER_STEP, (clients + steps - 1) / steps);
    }

    private void step() {
        List<Session> now = left.subList(0, Math.min(perStep, left.size()));
        now.forEach(session -> session.drain(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_MILLIS)));
        now.clear();
        if (System.nanoTime() >= deadline) {
            List.copyOf(sessions).forEach(session -> session.close(CloseCode.DRAINING));
            done.complete();
        } else if (sessions.isEmpty()) {
            done.complete();
        } else {
            vertx.setTimer(STEP_MILLIS, timer -> step());
        }
    }
}
