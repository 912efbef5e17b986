package chat.tandem.testing;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An AsyncAPI document whose messages real ones are held against. Safe on any thread. */
public final class EventContract {
    private static final String PLACE = "tandem:/document";

    private final Map<String, Validator> open = new HashMap<>();
    private final Map<String, Validator> closed = new HashMap<>();
    private final Map<String, String> keys = new HashMap<>();
    private final JsonObject messages;

    /** @param document with no reference to outside itself */
    public EventContract(JsonObject document) {
        messages = document.getJsonObject("components").getJsonObject("messages");
        SchemaRepository asItIs = schemas(document.copy());
        SchemaRepository withNothingMore = schemas(Described.closed(document));
        messages.fieldNames().forEach(key -> {
            String payload = PLACE + "#/components/messages/" + key + "/payload";
            open.put(key, asItIs.validator(payload));
            closed.put(key, withNothingMore.validator(payload));
            keys.put(messages.getJsonObject(key).getString("name"), key);
        });
    }

    private static SchemaRepository schemas(JsonObject document) {
        return SchemaRepository.create(new JsonSchemaOptions()
                        .setBaseUri("tandem:/")
                        .setDraft(Draft.DRAFT7)
                        .setOutputFormat(OutputFormat.Basic))
                .dereference(PLACE, JsonSchema.of(document));
    }

    /** The schema of a message by its name, as the document has it. */
    public JsonObject payload(String name) {
        String key = keys.get(name);
        if (key == null) {
            throw new AssertionError(name + " is not described");
        }
        return messages.getJsonObject(key).getJsonObject("payload");
    }

    /** What a message breaks that may have fields which are not described, such as a command; empty where it breaks nothing. */
    public Optional<String> fault(String name, JsonObject message) {
        return fault(open, keys.get(name), message);
    }

    /** What a message breaks whose every field is described; empty where it breaks nothing. */
    public Optional<String> ownFault(String name, JsonObject message) {
        return fault(closed, keys.get(name), message);
    }

    /**
     * What a frame to a client breaks; each of its fields is described.
     *
     * @param command the name of the command that it acknowledges, where it does and that is known
     */
    public Optional<String> frameFault(JsonObject frame, @Nullable String command) {
        if (frame.containsKey("event")) {
            return ownFault(frame.getString("event"), frame);
        }
        if (frame.containsKey("error")) {
            return fault(closed, "refused", frame);
        }
        return command == null ? Optional.empty() : fault(closed, keys.get(command) + "Done", frame);
    }

    private synchronized Optional<String> fault(
            Map<String, Validator> validators, @Nullable String key, JsonObject message) {
        Validator validator = validators.get(key);
        if (validator == null) {
            return Optional.of("not described: " + message);
        }
        OutputUnit judged = validator.validate(message);
        return Boolean.TRUE.equals(judged.getValid())
                ? Optional.empty()
                : Optional.of(message + " is not as described: "
                        + judged.getErrors().stream()
                                .map(each -> each.getInstanceLocation() + " " + each.getError())
                                .toList());
    }
}
