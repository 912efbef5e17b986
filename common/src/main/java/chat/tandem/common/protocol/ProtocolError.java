package chat.tandem.common.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a client is told when a command was not carried out. Its message is for people and never holds a class name, a
 * word of a store, or anything that the client or its partner wrote.
 *
 * @param code one of the closed list
 * @param message a short English sentence
 * @param field the field at fault, for {@link ErrorCode#INVALID_FIELD} only
 * @param retryAfterMs when trying again makes sense, in milliseconds from now; present for {@link
 *     ErrorCode#RATE_LIMITED} and {@link ErrorCode#UNAVAILABLE} only
 */
public record ProtocolError(
        ErrorCode code,
        String message,
        @Nullable String field,
        @Nullable Long retryAfterMs) {
    /** The frame itself cannot be understood. */
    public static ProtocolError invalidFrame(String message) {
        return new ProtocolError(ErrorCode.INVALID_FRAME, message, null, null);
    }

    /** One field is missing or wrong. */
    public static ProtocolError invalidField(String field, String message) {
        return new ProtocolError(ErrorCode.INVALID_FIELD, message, field, null);
    }

    /** An error that needs no more than its code and a sentence. */
    public static ProtocolError of(ErrorCode code, String message) {
        return new ProtocolError(code, message, null, null);
    }

    /** A limit was reached. */
    public static ProtocolError rateLimited(long retryAfterMs) {
        return new ProtocolError(
                ErrorCode.RATE_LIMITED, "Too many of these: slow down.", null, atLeastOne(retryAfterMs));
    }

    /** Perhaps done, perhaps not. */
    public static ProtocolError unavailable(long retryAfterMs) {
        return new ProtocolError(
                ErrorCode.UNAVAILABLE, "Not possible at the moment: try again.", null, atLeastOne(retryAfterMs));
    }

    /** A fault of ours. */
    public static ProtocolError internal() {
        return of(ErrorCode.INTERNAL, "Something went wrong on our side.");
    }

    private static long atLeastOne(long milliseconds) {
        return Math.max(1, milliseconds);
    }

    /** The error as the JSON object that every transport carries. */
    public String toJson() {
        StringBuilder json = new StringBuilder(96).append("{\"code\":\"").append(code.code());
        json.append("\",\"message\":");
        JsonText.appendQuoted(json, message);
        if (field != null) {
            json.append(",\"field\":");
            JsonText.appendQuoted(json, field);
        }
        if (retryAfterMs != null) {
            json.append(",\"retryAfterMs\":").append(retryAfterMs.longValue());
        }
        return json.append('}').toString();
    }
}
