package chat.tandem.bench.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;

/** What a gateway sends: one text frame of JSON. */
public sealed interface ServerFrame {

    /** The command with this id was carried out. */
    record Ack(long id, JsonNode data) implements ServerFrame {}

    /** The command with this id was refused. */
    record Refusal(long id, ChatError error) implements ServerFrame {}

    /** Something happened. */
    record Event(String name, JsonNode data) implements ServerFrame {}

    /**
     * Reads a frame.
     *
     * @throws IllegalArgumentException if it is none of the three
     */
    static ServerFrame parse(String text) {
        var frame = Json.read(text);
        var data = frame.path("data");
        if (frame.has("event")) {
            return new Event(frame.path("event").asText(), data);
        }
        var id = frame.path("ack");
        if (!id.isIntegralNumber()) {
            throw new IllegalArgumentException("neither an event nor an acknowledgement: " + text);
        }
        var error = frame.path("error");
        return error.isMissingNode() ? new Ack(id.asLong(), data) : new Refusal(id.asLong(), ChatError.of(error));
    }

    /** JSON as this package reads and writes it. */
    final class Json {
        private static final ObjectMapper MAPPER = new ObjectMapper();
        private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);

        private Json() {}

        static JsonNode read(String text) {
            try {
                return READER.readValue(text);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("not JSON: " + text, e);
            }
        }

        static String write(Object value) {
            try {
                return MAPPER.writeValueAsString(value);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("cannot be written as JSON", e);
            }
        }
    }
}
