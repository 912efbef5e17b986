package chat.tandem.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/**
 * One person's line to a gateway, whatever carries it. Events go to the one listener, in the order in which they came. It knows nothing
 * of what they mean: no reconnecting, no resuming, no retries.
 */
public interface ChatLine {
    /** The close code of a line that ended without one. */
    int NO_CLOSE_FRAME = 1006;

    /**
     * Sends a command.
     *
     * @param data the command's fields, as JSON
     * @return the acknowledgement's data; fails with {@link CommandRefusedException} or {@link ConnectionLostException}
     */
    Future<JsonNode> commandJson(String event, String data);

    /** The same with whatever Jackson can write as an object. */
    default Future<JsonNode> command(String event, Map<String, ?> data) {
        return commandJson(event, ServerFrame.Json.write(data));
    }

    /** Completes with the close code when the line is over. */
    Future<Integer> closed();

    /** What the gateway did that no gateway may. Empty is right. */
    List<String> violations();

    /** Closes as a client that leaves does. */
    Future<Void> close();
}
