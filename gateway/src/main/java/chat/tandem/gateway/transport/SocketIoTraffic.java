package chat.tandem.gateway.transport;

import chat.tandem.gateway.limit.FrameLimit;
import chat.tandem.gateway.limit.UnauthenticatedMemory;
import chat.tandem.gateway.limit.UnauthenticatedMemory.Share;
import chat.tandem.socketio.engine.TrafficLimit;
import org.jspecify.annotations.Nullable;

/** The limit on one client's Socket.IO connection: the session's while there is one, and else one of its own. */
final class SocketIoTraffic implements TrafficLimit {
    /** The largest body and message before the client is let in: a token may be long, and nothing else is. */
    static final int CONNECT_BYTES = 16 * 1024;

    private final FrameLimit own;
    private final UnauthenticatedMemory memory;
    private final Runnable abort;
    private Share share;
    private @Nullable ConnectionListener session;
    private boolean closed;

    /**
     * The limit of a connection that is about to be opened.
     *
     * @param own where there is no session
     * @param memory for which there is room
     * @param abort ends the connection
     */
    SocketIoTraffic(FrameLimit own, UnauthenticatedMemory memory, Runnable abort) {
        this.own = own;
        this.memory = memory;
        this.abort = abort;
        this.share = charge();
    }

    private Share charge() {
        Share charged = memory.open(abort);
        charged.hold(CONNECT_BYTES);
        return charged;
    }

    /** The client asks to be let in: from now on the session counts, frames and memory. */
    void handOver(ConnectionListener asking) {
        share.close();
        session = asking;
    }

    /** That session is over, or never was; the connection may go on. */
    void handBack() {
        session = null;
        if (!closed) {
            share.close();
            share = charge();
        }
    }

    @Override
    public Verdict onOverhead() {
        if (session == null) {
            return own.take();
        }
        return session.onOverhead() ? Verdict.TAKE : Verdict.DROP; // The session closes by itself.
    }

    @Override
    public void onClosed() {
        closed = true;
        share.close();
    }
}
