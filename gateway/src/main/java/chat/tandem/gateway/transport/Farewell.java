package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.CloseCode;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import java.util.Optional;

/** What a client is told before a close that it is to stay away after, where the transport has no close codes. */
final class Farewell {
    private static final int FIRST_FINAL = 4500;

    private Farewell() {}

    /** Whether the client is to stay away. */
    static boolean isFinal(CloseCode code) {
        return code.code() >= FIRST_FINAL;
    }

    /** The event; empty where the client may come back, or has been told already. */
    static Optional<ServerEvent> of(CloseCode code) {
        return switch (code) {
            case BANNED -> event(ProtocolError.of(ErrorCode.BANNED, "You are banned."));
            case NOT_AUTHENTICATED ->
                event(ProtocolError.of(ErrorCode.INVALID_TOKEN, "The token is not valid, or not any more."));
            case PROTOCOL_VIOLATED -> event(ProtocolError.invalidFrame("Too many frames that are none."));
            case DRAINING,
                    TOO_SLOW,
                    SILENT,
                    LEASE_LOST,
                    TOKEN_EXPIRED,
                    FLOODING,
                    SESSION_REPLACED,
                    PROTOCOL_ERROR,
                    UNSUPPORTED,
                    INVALID_UTF8,
                    TOO_BIG -> Optional.empty();
        };
    }

    private static Optional<ServerEvent> event(ProtocolError error) {
        return Optional.of(new ServerEvent("error", error.toJson()));
    }
}
