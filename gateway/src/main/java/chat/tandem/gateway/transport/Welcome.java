package chat.tandem.gateway.transport;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told when its connection has its session, in this order.
 *
 * @param user the user's id
 * @param connection the connection's secret id
 * @param session data of {@code session}, a JSON object
 * @param ended conversations that ended while the client was away
 * @param rejoined the conversation that goes on; null where there is none
 */
public record Welcome(
        String user,
        String connection,
        String session,
        List<ServerEvent> ended,
        @Nullable Rejoined rejoined) {
    public Welcome {
        ended = List.copyOf(ended);
    }
}
