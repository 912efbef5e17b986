package chat.tandem.gateway.session;

import chat.tandem.common.bus.RateLimitedException;
import chat.tandem.common.bus.RequestRefusedException;
import chat.tandem.common.bus.RequestTimeoutException;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.common.redis.RedisErrorException;
import chat.tandem.common.redis.RedisUnavailableException;
import chat.tandem.common.state.Refusal;
import org.jspecify.annotations.Nullable;

/** What clients are told of what a script refused. */
public final class Answers {
    /** When to come back where nothing better is known, in milliseconds. */
    static final long RETRY_AFTER = 1_000;

    private Answers() {}

    /** Perhaps done, perhaps not: try again in a second. */
    public static ProtocolError unavailable() {
        return ProtocolError.unavailable(RETRY_AFTER);
    }

    static ProtocolError notAuthenticated() {
        return ProtocolError.of(ErrorCode.NOT_AUTHENTICATED, "Say hello first.");
    }

    static ProtocolError invalidToken() {
        return ProtocolError.of(ErrorCode.INVALID_TOKEN, "The token is not valid, or not any more.");
    }

    /** What is told of a fault, as JSON: another service's own error, that somebody did not answer, or a fault of ours. */
    public static String of(String command, Throwable fault) {
        return of(command, fault, null, null);
    }

    /** The same of a connection's command; the log's line about a fault names both ids. */
    static String of(String command, Throwable fault, @Nullable Seat seat, @Nullable String conversation) {
        if (fault instanceof RequestRefusedException refused) {
            return refused.error().toString();
        }
        if (fault instanceof RateLimitedException limited) {
            return ProtocolError.rateLimited(limited.retryAfterMillis()).toJson();
        }
        if (fault instanceof RedisUnavailableException || fault instanceof RequestTimeoutException) {
            return unavailable().toJson();
        }
        if (fault instanceof RedisErrorException) {
            SessionLog.refused(command, fault, seat, conversation);
            return unavailable().toJson();
        }
        SessionLog.failed(command, fault, seat, conversation);
        return ProtocolError.internal().toJson();
    }

    static ProtocolError of(Refusal refusal) {
        return switch (refusal.kind()) {
            case STALE -> ProtocolError.of(ErrorCode.CONFLICT, "Another connection holds the session.");
            case WRONG_STATE -> ProtocolError.of(ErrorCode.WRONG_STATE, "Not possible in this state.");
            case NOT_FOUND -> ProtocolError.of(ErrorCode.NOT_FOUND, "There is no such upload of yours.");
            case UPLOAD_REJECTED -> ProtocolError.of(ErrorCode.UPLOAD_REJECTED, "This upload is not completed.");
            case ERASED -> invalidToken();
            case RATE_LIMITED -> ProtocolError.rateLimited(refusal.retryAfterMillis());
            case INVALID_SEQUENCE -> ProtocolError.invalidField("sequence", "There is no such message yet.");
            case GONE, UNAVAILABLE, LATE, STATE_LOST ->
                ProtocolError.unavailable(refusal.retryAfterMillis() > 0 ? refusal.retryAfterMillis() : RETRY_AFTER);
        };
    }
}
