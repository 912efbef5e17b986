package chat.tandem.socketio.engine.impl;

import chat.tandem.socketio.engine.EngineIoOptions;
import io.vertx.core.Vertx;

/**
 * Pings the client of one session and notices its silence.
 *
 * <p>Deadlines are points in time, not delays that add up: the session ends exactly an interval and a timeout after its last sign of
 * life, and a request that finds the deadline past need not wait for the timer. One timer is set at a time. While a ping is
 * unanswered, any packet moves the deadline, for a busy client is no silent one.
 */
final class Heartbeat {
    private static final long NONE = -1;

    private final Vertx vertx;
    private final long interval;
    private final long timeout;
    private final Runnable ping;
    private final Runnable silent;
    private long due;
    private long lastSeen;
    private boolean awaiting;
    private boolean suspended;
    private long timer = NONE;

    Heartbeat(Vertx vertx, EngineIoOptions options, Runnable ping, Runnable silent) {
        this.vertx = vertx;
        this.interval = options.getPingInterval().toNanos();
        this.timeout = options.getPingTimeout().toNanos();
        this.ping = ping;
        this.silent = silent;
    }

    void start() {
        lastSeen = System.nanoTime();
        due = lastSeen + interval;
        arm();
    }

    /** A packet came. */
    void seen() {
        lastSeen = System.nanoTime();
    }

    /** A pong came; one that nobody asked for changes nothing. */
    void answered() {
        if (awaiting) {
            awaiting = false;
            due = System.nanoTime() + interval;
            arm();
        }
    }

    /** Whether the client has been silent for too long. */
    boolean isOverdue() {
        return awaiting && !suspended && System.nanoTime() - deadline() >= 0;
    }

    /** Silence is not held against the client until {@link #resume}. */
    void suspend() {
        suspended = true;
    }

    void resume() {
        suspended = false;
        seen();
    }

    void stop() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }

    /** While a ping is unanswered: the later of its own deadline and a timeout after the last packet. */
    private long deadline() {
        long sinceSeen = lastSeen + timeout;
        return sinceSeen - due > 0 ? sinceSeen : due;
    }

    private void arm() {
        stop();
        long wait = (awaiting ? deadline() : due) - System.nanoTime();
        timer = vertx.setTimer(Math.max(1, Math.ceilDiv(wait, 1_000_000)), id -> {
            timer = NONE;
            fire();
        });
    }

    private void fire() {
        if (!awaiting) {
            awaiting = true;
            due += timeout;
            arm();
            ping.run();
        } else if (isOverdue()) {
            silent.run();
        } else {
            if (suspended) {
                seen();
            }
            arm();
        }
    }
}
