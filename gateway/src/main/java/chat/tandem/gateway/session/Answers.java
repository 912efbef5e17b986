package chat.tandem.gateway.session;

import chat.tandem.common.bus.RequestRefusedException;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.common.state.Refusal;

/** What clients are told of what a script refused. */
final class Answers {
    /** When to come back where nothing better is known, in milliseconds. */
    static final long RETRY_AFTER = 1_000;

    private Answers() {}

    static ProtocolError unavailable() {
        return ProtocolError.unavailable(RETRY_AFTER);
    }

    static ProtocolError notAuthenticated() {
        return ProtocolError.of(ErrorCode.NOT_AUTHENTICATED, "Say hello first.");
    }

    /** What is told where another service was asked: its own error as JSON, or that it did not answer. */
    static String of(String command, Throwable fault) {
        if (fault instanceof RequestRefusedException refused) {
            return refused.error().toString();
        }
        Faults.log(command, fault);
        return unavailable().toJson();
    }

    static ProtocolError of(Refusal refusal) {
        return switch (refusal.kind()) {
            case STALE -> ProtocolError.of(ErrorCode.CONFLICT, "Another connection holds the session.");
            case WRONG_STATE -> ProtocolError.of(ErrorCode.WRONG_STATE, "Not possible in this state.");
            case RATE_LIMITED -> ProtocolError.rateLimited(refusal.retryAfterMillis());
            case INVALID_SEQUENCE -> ProtocolError.invalidField("sequence", "There is no such message yet.");
            case GONE, UNAVAILABLE, LATE, STATE_LOST ->
                ProtocolError.unavailable(refusal.retryAfterMillis() > 0 ? refusal.retryAfterMillis() : RETRY_AFTER);
        };
    }
}
