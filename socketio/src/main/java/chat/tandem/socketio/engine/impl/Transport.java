package chat.tandem.socketio.engine.impl;

import chat.tandem.socketio.engine.EngineIoTransport;
import java.util.List;

/** What carries a session's packets. Everything happens on the session's {@link Home}. */
sealed interface Transport permits PollingTransport, SocketTransport {
    EngineIoTransport kind();

    /** Whether {@link #write} may be called. */
    boolean isWritable();

    /** Sends packets, at least one. */
    void write(List<Packet> packets);

    /** Sends the last packets, tells the client that the session ends, and lets go of it. */
    void writeLast(List<Packet> packets);

    /** Lets go of the client without waiting for anything; a poll that waits is answered with the farewell. */
    void drop(Packet farewell);

    /** Stops reading. */
    void pause();

    /** Goes on reading. */
    void resume();
}
