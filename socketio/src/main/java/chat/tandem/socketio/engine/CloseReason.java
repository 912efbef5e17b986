package chat.tandem.socketio.engine;

/** Why an Engine.IO session ended. */
public enum CloseReason {
    /** The client broke the transport's rules, was too slow to read, or the connection failed. */
    TRANSPORT_ERROR("transport error"),
    /** The client closed, or its connection went away. */
    TRANSPORT_CLOSE("transport close"),
    /** The server closed the session. */
    FORCED_CLOSE("forced close"),
    /** The client left a ping unanswered. */
    PING_TIMEOUT("ping timeout"),
    /** The client sent what is no packet. */
    PARSE_ERROR("parse error");

    private final String text;

    CloseReason(String text) {
        this.text = text;
    }

    /** The reason in the words of the protocol's reference implementation. */
    public String text() {
        return text;
    }
}
