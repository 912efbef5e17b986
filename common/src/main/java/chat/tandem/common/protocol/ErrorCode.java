package chat.tandem.common.protocol;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a command was not carried out: a closed list, the same on every transport.
 *
 * <p>Every code but {@link #UNAVAILABLE} and {@link #INTERNAL} means: not done, and never will be. Those two mean:
 * perhaps done, retry.
 */
public enum ErrorCode {
    /** Not JSON, not an object, a key twice, or {@code data} that is not an object. */
    INVALID_FRAME("invalid-frame", 400),
    /** A command that does not exist. */
    UNKNOWN_EVENT("unknown-event", 400),
    /** A field that is missing, of a wrong type or out of range; the error names it. */
    INVALID_FIELD("invalid-field", 400),
    /** More bytes than allowed. */
    TOO_LARGE("too-large", 413),
    /** A command with no {@code hello} before it, or after a refused one. */
    NOT_AUTHENTICATED("not-authenticated", 401),
    /** A token that is malformed, expired, or not signed by a key that counts. */
    INVALID_TOKEN("invalid-token", 401),
    /** Known, but not allowed. */
    FORBIDDEN("forbidden", 403),
    /** The command does not fit the state that the session is in. */
    WRONG_STATE("wrong-state", 409),
    /** Does not exist, or belongs to somebody else. */
    NOT_FOUND("not-found", 404),
    /** Another connection holds the session. */
    CONFLICT("conflict", 409),
    /** A limit was reached; the error says when to try again. */
    RATE_LIMITED("rate-limited", 429),
    /** An upload that never came, or is not what was announced. */
    UPLOAD_REJECTED("upload-rejected", 409),
    /** The user is banned. */
    BANNED("banned", 403),
    /** Perhaps done, perhaps not: retry after the time that the error gives. */
    UNAVAILABLE("unavailable", 503),
    /** A fault of ours: perhaps done, retry. */
    INTERNAL("internal", 500);

    private final String code;
    private final int httpStatus;

    ErrorCode(String code, int httpStatus) {
        this.code = code;
        this.httpStatus = httpStatus;
    }

    /** The one with this code, if there is one. */
    public static Optional<ErrorCode> of(String code) {
        return Arrays.stream(values()).filter(each -> each.code.equals(code)).findFirst();
    }

    /** The code as clients see it, in kebab-case. */
    public String code() {
        return code;
    }

    /** The HTTP status that goes with the code where the answer is an HTTP response. */
    public int httpStatus() {
        return httpStatus;
    }
}
