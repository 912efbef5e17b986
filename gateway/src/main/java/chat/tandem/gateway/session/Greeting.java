package chat.tandem.gateway.session;

import chat.tandem.common.protocol.CloseCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.common.state.Connected;
import chat.tandem.gateway.token.Identity;
import org.jspecify.annotations.Nullable;

/** What came of a {@code hello}. */
sealed interface Greeting {
    /**
     * The session is this connection's.
     *
     * @param token a new token for the client, or null where it keeps the one it has
     */
    record Welcome(Identity identity, @Nullable String token, Seat seat, Connected connected) implements Greeting {}

    /**
     * Not now, or never.
     *
     * @param close how the connection ends after the answer, or null where the client may try again
     */
    record Refused(ProtocolError error, @Nullable CloseCode close) implements Greeting {}
}
