package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.CloseCode;
import chat.tandem.gateway.address.IpAddress;

/**
 * A client's live connection, whatever carries it: what a session needs of a transport, and all in which transports differ. Used on the
 * event loop that it belongs to, and nowhere else. Once it is closed or closing, what is sent is dropped.
 *
 * <p>A transport bounds what waits for its client to 1 MiB, and closes one that does not read with {@link CloseCode#TOO_SLOW}.
 */
public interface Connection {
    /** The client has its session. Comes once at the most, and nothing but refusals comes before it. */
    void welcome(long id, Welcome welcome);

    /** Tells the client something. */
    void event(ServerEvent event);

    /**
     * Answers a command that was carried out.
     *
     * @param id as the transport gave it with the command, 1 or more
     * @param data a JSON object
     */
    void acknowledge(long id, String data);

    /**
     * Answers a command that was refused.
     *
     * @param id as the transport gave it with the command, 1 or more
     * @param error the error as a JSON object
     */
    void refuse(long id, String error);

    /** Tells the client why and ends the connection; does nothing the second time. What comes in later is ignored. */
    void close(CloseCode code);

    /** Asks the client for a sign of life. */
    void ping();

    /** Stops reading from the client until {@link #resume}; what waits on the way stays there. */
    void pause();

    /** Reads on. */
    void resume();

    /** Where the client is. */
    IpAddress address();

    /** When the client was last heard of: nanoseconds of the loop's clock. */
    long lastHeard();
}
