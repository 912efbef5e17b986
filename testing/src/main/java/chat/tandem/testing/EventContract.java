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

/**
 * An AsyncAPI document whose messages real ones are held against. A field that the document does not name is a breach.
 * Safe on any thread.
 */
public final class EventContract {
    private static final String PLACE = "tandem:/document";

    private final Map<String, Validator> byKey = new HashMap<>();
    private final Map<String, String> keys = new HashMap<>();

    /** @param document with no reference to outside itself */
    public EventContract(JsonObject document) {
        SchemaRepository schemas = SchemaRepository.create(new JsonSchemaOptions()
                .setBaseUri("tandem:/")
                .setDraft(Draft.DRAFT7)
                .setOutputFormat(OutputFormat.Basic));
        schemas.dereference(PLACE, JsonSchema.of(Described.closed(document)));
        JsonObject messages = document.getJsonObject("components").getJsonObject("messages");
        messages.fieldNames().forEach(key -> {
            byKey.put(key, schemas.validator(PLACE + "#/components/messages/" + key + "/payload"));
            keys.put(messages.getJsonObject(key).getString("name"), key);
        });
    }

    /** The key of the message of this name, such as {@code joinQueue} of {@code join-queue}; null where there is none. */
    public @Nullable String key(String name) {
        return keys.get(name);
    }

    /** What a message breaks; empty where it is as described. */
    public synchronized Optional<String> fault(String key, JsonObject message) {
        Validator validator = byKey.get(key);
        if (validator == null) {
            return Optional.of("not described: " + key + " " + message);
        }
        OutputUnit judged = validator.validate(message);
        return Boolean.TRUE.equals(judged.getValid())
                ? Optional.empty()
                : Optional.of(message + " is not as described: "
                        + judged.getErrors().stream()
                                .map(each -> each.getInstanceLocation() + " " + each.getError())
                                .toList());
    }

    /**
     * What a frame to a client breaks.
     *
     * @param command the name of the command that it acknowledges, where it does; null where that is not known
     */
    public Optional<String> frameFault(JsonObject frame, @Nullable String command) {
        if (frame.containsKey("event")) {
            return fault(String.valueOf(key(frame.getString("event"))), frame);
        }
        if (frame.containsKey("error")) {
            return fault("refused", frame);
        }
        return command == null ? Optional.empty() : fault(key(command) + "Done", frame);
    }
}
