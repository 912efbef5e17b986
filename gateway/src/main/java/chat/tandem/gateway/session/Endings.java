package chat.tandem.gateway.session;

import chat.tandem.common.protocol.CloseCode;

/** How a connection ends, as its parts ask for it. */
interface Endings {
    /** Whether the connection has ended. */
    boolean ended();

    /** Ends the connection and lets go of its session. */
    void close(CloseCode code);

    /** Ends the connection of a session that another connection holds. */
    void replaced();

    /** Ends the connection of somebody who was erased: the token does not count any more. */
    void erased();

    /** Nobody holds the session: it is found out why, and the connection ends. */
    void gone();

    /** The shard knows less of the session than we do: the conversation is over, and the connection ends. */
    void stateLost();
}
