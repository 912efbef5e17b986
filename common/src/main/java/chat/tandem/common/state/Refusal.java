package chat.tandem.common.state;

/**
 * Why a script changed nothing.
 *
 * @param kind the reason
 * @param retryAfterMillis when it is worth another try; 0 where that is not known
 */
public record Refusal(Kind kind, long retryAfterMillis) {

    /** The reasons, a closed list. */
    public enum Kind {
        /** Another connection holds the session. */
        STALE,
        /** Nobody holds the session (the gateway was reaped), or the gateway's own lease is over. */
        GONE,
        /** Not in the state, or not in the conversation, that the command needs. */
        WRONG_STATE,
        /** There is no such upload, or it is somebody else's. */
        NOT_FOUND,
        /** An upload that is not completed. */
        UPLOAD_REJECTED,
        /** A limit of the user's. */
        RATE_LIMITED,
        /** Too much waits for the database, Redis is full, or the names kept moving for too long. */
        UNAVAILABLE,
        /** The call came after its deadline. */
        LATE,
        /** A sequence higher than any in the conversation. */
        INVALID_SEQUENCE,
        /** Redis knows less of the conversation than the gateway: it went back in time. */
        STATE_LOST,
        /** The user was erased after the token was issued. */
        ERASED
    }

    static Refusal of(Kind kind) {
        return new Refusal(kind, 0);
    }
}
