package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.CloseCode;

/** A client's live connection, whatever carries it. Used on the event loop that it belongs to, and nowhere else. */
public interface Connection {
    /** Sends one frame; does nothing once the connection is closed or closing. */
    void send(String frame);

    /** Tells the client why and ends the connection; does nothing the second time. What comes in later is ignored. */
    void close(CloseCode code);

    /** Asks the client for a sign of life. */
    void ping();

    /** Stops reading from the client until {@link #resume}; what waits on the way stays there. */
    void pause();

    /** Reads on. */
    void resume();

    /** When the client was last heard of: nanoseconds of the loop's clock. */
    long lastHeard();
}
