package chat.tandem.common.protocol;

/**
 * Why Tandem closes a connection. 40xx tells the client to come back, 45xx to stay away; the others are the WebSocket
 * protocol's own (RFC 6455, 7.4.1).
 */
public enum CloseCode {
    /** The gateway is going away. */
    DRAINING(4000, "draining"),
    /** The client reads too slowly; what it missed is replayed when it returns. */
    TOO_SLOW(4001, "too slow"),
    /** Nothing was heard of the client for a heartbeat and 10 s more. */
    SILENT(4002, "silent"),
    /** The gateway no longer holds the session. */
    LEASE_LOST(4003, "lease lost"),
    /** The token ran out: come back with a fresh one. */
    TOKEN_EXPIRED(4004, "token expired"),
    /** Too many refused commands: 1,000 within 10 s. */
    FLOODING(4005, "flooding"),
    /** Another connection took the session. */
    SESSION_REPLACED(4500, "session replaced"),
    /** The user is banned. */
    BANNED(4501, "banned"),
    /** No accepted {@code hello} in time, or a token that is not valid. */
    NOT_AUTHENTICATED(4502, "not authenticated"),
    /** 50 invalid frames in a row. */
    PROTOCOL_VIOLATED(4503, "protocol violated"),
    /** A breach of the WebSocket protocol. */
    PROTOCOL_ERROR(1002, "protocol error"),
    /** A binary frame, where only text is spoken. */
    UNSUPPORTED(1003, "text frames only"),
    /** A text message that is not UTF-8. */
    INVALID_UTF8(1007, "not UTF-8"),
    /** A message above 64 KiB, all its fragments together. */
    TOO_BIG(1009, "message too big");

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** The number in the close frame. */
    public int code() {
        return code;
    }

    /** The few words in the close frame: for people who debug, never for programs. */
    public String reason() {
        return reason;
    }
}
