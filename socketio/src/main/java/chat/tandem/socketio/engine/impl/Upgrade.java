package chat.tandem.socketio.engine.impl;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/**
 * A polling session's attempt to move to a WebSocket: the client probes, the session lets go of the poll that waits, the client
 * says that it moves. Anything else ends the attempt, and the session goes on polling.
 *
 * <p>A client may send one more poll before it hears that its probe was answered. That poll is let go a moment later rather than at
 * once, so that a client which has already said that it moves is not answered as if it had not.
 */
final class Upgrade implements SocketTransport.Listener {
    private static final long RELEASE_AFTER_MS = 100;

    private final EngineSession session;
    private final SocketTransport candidate;
    private final Vertx vertx;
    private final long timer;
    private boolean probed;
    private boolean releasing;
    private boolean over;

    Upgrade(EngineSession session, SocketTransport candidate, Vertx vertx, Duration timeout) {
        this.session = session;
        this.candidate = candidate;
        this.vertx = vertx;
        this.timer = vertx.setTimer(timeout.toMillis(), id -> abandon());
        candidate.listener(this);
    }

    @Override
    public void onPacket(Inbound packet) {
        if (packet instanceof Inbound.Probe) {
            probed = true;
            candidate.write(List.of(Packet.PROBED));
            session.releasePoll();
        } else if (packet instanceof Inbound.Upgrade && probed) {
            over = true;
            vertx.cancelTimer(timer);
            session.moveTo(candidate);
        } else {
            abandon();
        }
    }

    @Override
    public boolean onOverhead() {
        return session.takesOverhead();
    }

    /** A poll waits, and nothing waits for it. */
    void onIdlePoll() {
        if (probed && !releasing) {
            releasing = true;
            vertx.setTimer(RELEASE_AFTER_MS, id -> {
                releasing = false;
                if (!over) {
                    session.releasePoll();
                }
            });
        }
    }

    @Override
    public void onWritable() {}

    @Override
    public void onClosed() {
        abandon();
    }

    /** Ends the attempt. */
    void abandon() {
        over = true;
        vertx.cancelTimer(timer);
        candidate.drop(Packet.CLOSE);
        session.stayPolling(this);
    }
}
