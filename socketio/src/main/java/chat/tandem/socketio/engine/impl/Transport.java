package chat.tandem.socketio.engine.impl;

import chat.tandem.socketio.engine.EngineIoTransport;
import java.util.List;

/** What carries a session's packets. Everything happens on the session's {@link Home}. */
sealed interface Transport permits PollingTransport, SocketTransport {
    EngineIoTransport kind();

    /** Whether {@link #write} may be called. */
    boolean isWritable();

    /** What travels at once to another server, or in one answer to a poll: an entry of an inbox, and a client's buffer, have a bound. */
    int BATCH = 128 * 1024;

    /** How much {@link #write} is given at once at the most, in characters of text and bytes of binary; one packet may be more. */
    int batch();

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
