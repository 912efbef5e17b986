package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.ok;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.bus.Address;
import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.EntryCodec;
import chat.tandem.common.bus.EventEntry;
import chat.tandem.common.bus.MatcherEntry;
import chat.tandem.common.bus.ServiceRequest;
import chat.tandem.common.bus.WriteEntry;
import chat.tandem.common.state.TestShard.Person;
import chat.tandem.testing.Described;
import chat.tandem.testing.EventContract;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code docs/asyncapi-bus.yaml} says of the streams what the Java records say, and what the scripts write. */
@ExtendWith(Stores.class)
class BusContractTest {
    private static final JsonObject DOCUMENT = Described.read(Path.of("../docs/asyncapi-bus.yaml"));
    private static final EventContract CONTRACT = new EventContract(DOCUMENT);
    private static final String ID = "0190b5a0-7c00-7000-8000-0000000000ab";

    private static Set<String> names(String stream) {
        return DOCUMENT.getJsonObject("components").getJsonObject("messages").stream()
                .map(message -> ((JsonObject) message.getValue()).getString("name"))
                .filter(name -> name.startsWith(stream + "."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyEntryIsDescribedFieldByField() {
        Set<String> events = check(Addresses.events("test", Address.Begin.OLDEST), EventEntry.class);
        Set<String> messages = check(Addresses.MESSAGES, WriteEntry.class);
        Set<String> hints = check(Addresses.MATCHER, MatcherEntry.class);
        check(Addresses.REQUESTS.codec(), "requests.request", ServiceRequest.class);

        assertThat(names("events")).isEqualTo(events);
        assertThat(names("messages")).isEqualTo(messages);
        assertThat(names("matcher")).isEqualTo(hints);
        assertThat(DOCUMENT.getJsonObject("channels").fieldNames())
                .containsExactlyInAnyOrder(
                        "events",
                        Addresses.MESSAGES.stream(),
                        Addresses.MATCHER.stream(),
                        Addresses.REQUESTS.stream(),
                        Addresses.MEDIA.stream());
    }

    private static <T> Set<String> check(Address<T> address, Class<T> entries) {
        return Arrays.stream(entries.getPermittedSubclasses())
                .map(type -> type.asSubclass(entries))
                .map(type -> {
                    JsonObject written = written(address.codec(), type, true);
                    String name = address.stream() + "." + written.getString("type");
                    check(address.codec(), name, type);
                    return name;
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static <T> void check(EntryCodec<T> codec, String name, Class<? extends T> type) {
        JsonObject whole = written(codec, type, true);
        JsonObject bare = written(codec, type, false);
        JsonObject described = CONTRACT.payload(name);
        assertThat(whole.fieldNames())
                .as(name)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("v", "type"),
                                Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName))
                        .collect(Collectors.toSet()))
                .isEqualTo(described.getJsonObject("properties").fieldNames());
        assertThat(described.getJsonArray("required").stream().map(String::valueOf))
                .as(name)
                .containsExactlyInAnyOrderElementsOf(bare.fieldNames());
        assertThat(CONTRACT.ownFault(name, whole)).isEmpty();
        assertThat(CONTRACT.ownFault(name, bare)).isEmpty();
    }

    /** The fields of a record that is made up, with or without those that may be missing. */
    private static <T> JsonObject written(EntryCodec<T> codec, Class<? extends T> type, boolean whole) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            T entry = type.getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class[]::new))
                    .newInstance(Arrays.stream(components)
                            .map(component -> sample(component, whole))
                            .toArray());
            JsonObject fields = new JsonObject();
            codec.encode(entry).forEach((name, value) -> fields.put(name, value.toString()));
            return fields;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.toString(), e);
        }
    }

    private static @Nullable Object sample(RecordComponent component, boolean whole) {
        if (!whole && component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return null;
        }
        return switch (component.getType().getSimpleName()) {
            case "long" -> 1_700_000_000_000L;
            case "List" -> List.of("chess");
            case "Buffer" -> Buffer.buffer("{\"body\":\"hi\"}");
            default ->
                switch (component.getName()) {
                    case "kind" -> "image";
                    case "reason" -> "left";
                    case "nameA", "nameB" -> "\"Ada\"";
                    default -> ID;
                };
        };
    }

    @Test
    void whatTheScriptsWriteIsAsDescribed(RedisStore redis) {
        try (TestShard shard = new TestShard(redis)) {
            Person ann = shard.person();
            Person bob = shard.person();
            String conversation = shard.conversation(ann, bob);
            shard.say(ann, conversation, new UUID(1, 1));
            String upload = shard.completed(bob, "key");
            ok(shard.state.sendMessage(bob.owner(), shard.image(bob, conversation, new UUID(1, 2), upload)));
            ok(shard.state.read(ann.owner(), conversation, 2));
            ok(shard.state.leave(bob.owner(), conversation));

            Set<String> seen = new TreeSet<>();
            for (String stream : List.of("events", "messages", "matcher")) {
                shard.stream(shard.keys.fixed(stream)).forEach(entry -> {
                    JsonObject fields = new JsonObject();
                    entry.forEach(fields::put);
                    String name = stream + "." + entry.get("type");
                    assertThat(CONTRACT.ownFault(name, fields)).isEmpty();
                    seen.add(name);
                });
            }
            Set<String> described = Stream.of("events", "messages", "matcher")
                    .flatMap(stream -> names(stream).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(seen).isEqualTo(described);
        }
    }
}
