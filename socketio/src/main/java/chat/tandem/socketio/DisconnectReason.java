package chat.tandem.socketio;

import chat.tandem.socketio.engine.CloseReason;

/** Why a socket was disconnected. */
public enum DisconnectReason {
    /** The client broke the transport's rules, was too slow to read, or the connection failed. */
    TRANSPORT_ERROR("transport error", true),
    /** The client closed the connection, or it went away. */
    TRANSPORT_CLOSE("transport close", true),
    /** The client left a ping unanswered. */
    PING_TIMEOUT("ping timeout", true),
    /** The client sent what is no packet, or one that was out of place. */
    PARSE_ERROR("parse error", false),
    /** The server closed the connection. */
    FORCED_SERVER_CLOSE("forced server close", true),
    /** The client left the namespace. */
    CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect", false),
    /** The server sent the client out of the namespace. */
    SERVER_NAMESPACE_DISCONNECT("server namespace disconnect", false),
    /** The server is closing. */
    SERVER_SHUTTING_DOWN("server shutting down", true),
    /** The client was not let in. */
    REFUSED("refused", false),
    /** The same client has come back over a new connection, and took its session with it. */
    TAKEN_OVER("taken over", true);

    private final String text;
    private final boolean recoverable;

    DisconnectReason(String text, boolean recoverable) {
        this.text = text;
        this.recoverable = recoverable;
    }

    /** The reason of a socket whose connection ended so. */
    public static DisconnectReason of(CloseReason reason) {
        return switch (reason) {
            case TRANSPORT_ERROR -> TRANSPORT_ERROR;
            case TRANSPORT_CLOSE -> TRANSPORT_CLOSE;
            case FORCED_CLOSE -> FORCED_SERVER_CLOSE;
            case PING_TIMEOUT -> PING_TIMEOUT;
            case PARSE_ERROR -> PARSE_ERROR;
        };
    }

    /** The reason in the words of the protocol's reference implementation. */
    public String text() {
        return text;
    }

    /** Whether the client may come back to its session where {@link RecoveryOptions} are set. */
    public boolean isRecoverable() {
        return recoverable;
    }
}
