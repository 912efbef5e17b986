package chat.tandem.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.protocol.ClientCommand;
import chat.tandem.common.protocol.ClientCommand.Content;
import chat.tandem.common.protocol.ClientFrame;
import chat.tandem.common.protocol.CloseCode;
import chat.tandem.common.protocol.FrameParser;
import chat.tandem.common.protocol.ProtocolLimits;
import chat.tandem.common.state.SessionState;
import chat.tandem.testing.EventContract;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The document of commands and events says what the Java records, codes and limits say. */
class EventContractTest {
    private static final JsonObject DOCUMENT = ContractDocuments.events();
    private static final EventContract CONTRACT = new EventContract(DOCUMENT);
    private static final JsonObject MESSAGES =
            DOCUMENT.getJsonObject("components").getJsonObject("messages");

    private static final String UUID = "0190b5a0-7c00-7000-8000-0000000000ab";

    /** A record of a command, and one made with nothing in it, for its name on the wire. */
    private record Described(Class<?> type, ClientCommand empty) {}

    private static Stream<Described> commands() {
        return records(ClientCommand.class).map(type -> new Described(type, (ClientCommand) empty(type)));
    }

    private static Stream<Class<?>> records(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(type -> type.isRecord() ? Stream.<Class<?>>of(type) : records(type));
    }

    private static Object empty(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            return type.getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class[]::new))
                    .newInstance(Arrays.stream(components)
                            .map(component -> zero(component.getType()))
                            .toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.toString(), e);
        }
    }

    private static @Nullable Object zero(Class<?> type) {
        return switch (type.getName()) {
            case "int" -> 0;
            case "long" -> 0L;
            case "boolean" -> false;
            default -> null;
        };
    }

    private static JsonObject resolved(JsonObject schema) {
        String reference = schema.getString("$ref");
        return reference == null ? schema : resolved(schema(reference.substring(reference.lastIndexOf('/') + 1)));
    }

    private static JsonObject schema(String name) {
        return DOCUMENT.getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
    }

    private static JsonObject data(String name) {
        return resolved(CONTRACT.payload(name).getJsonObject("properties").getJsonObject("data"));
    }

    @Test
    void everyCommandIsDescribedFieldByField() {
        commands()
                .forEach(command -> assertThat(fields(data(command.empty.event())))
                        .as(command.empty.event())
                        .isEqualTo(fields(command.type)));
    }

    /** Names, and what they hold; with {@code ?} where they may be missing. */
    private static Map<String, String> fields(JsonObject schema) {
        Map<String, String> fields = new TreeMap<>();
        JsonArray required = schema.getJsonArray("required", new JsonArray());
        schema.getJsonObject("properties").forEach(property -> {
            JsonObject field = resolved((JsonObject) property.getValue());
            String type =
                    field.getString("type").equals("object") ? fields(field).toString() : field.getString("type");
            fields.put(property.getKey(), required.contains(property.getKey()) ? type : type + "?");
        });
        return fields;
    }

    private static Map<String, String> fields(Class<?> record) {
        Map<String, String> fields = new TreeMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getType() == Content.class) {
                fields.put("type", "string");
                Arrays.stream(Content.class.getPermittedSubclasses())
                        .map(EventContractTest::fields)
                        .forEach(each -> each.forEach((name, type) -> fields.put(name, type + "?")));
            } else {
                boolean given = component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                        || component.getType() == List.class
                        || component.getName().equals("limit");
                fields.put(component.getName(), type(component.getType()) + (given ? "?" : ""));
            }
        }
        return fields;
    }

    private static String type(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> "string";
            case "long", "int", "Long", "Integer" -> "integer";
            case "boolean" -> "boolean";
            case "List" -> "array";
            default -> fields(type).toString();
        };
    }

    @Test
    void aBodyIsOneForTheDocumentWhereItIsOneForTheProtocol() {
        Pattern body = Pattern.compile(schema("Text").getString("pattern"));
        IntStream.concat(IntStream.range(0, 0x20000), IntStream.range(0xdff00, 0xe1100))
                .mapToObj(Character::toString)
                .flatMap(c -> Stream.of(c, "a" + c, c + "\n"))
                .forEach(text -> assertThat(body.matcher(text).find())
                        .as(() -> text.codePoints()
                                .mapToObj(Integer::toHexString)
                                .toList()
                                .toString())
                        .isEqualTo(isBody(text)));
    }

    private static boolean isBody(String text) {
        JsonObject data = new JsonObject()
                .put("conversationId", UUID)
                .put("id", UUID)
                .put("type", "text")
                .put("body", text);
        return FrameParser.parse(1, "send-message", data.encode()) instanceof ClientFrame.Command;
    }

    @Test
    void thereIsNoCommandThatIsDescribedOnly() {
        Set<String> described = DOCUMENT.getJsonObject("operations").stream()
                .map(operation -> (JsonObject) operation.getValue())
                .filter(operation -> operation.getString("action").equals("receive"))
                .map(operation -> named(operation.getJsonArray("messages").getJsonObject(0)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(described)
                .isEqualTo(commands()
                        .map(command -> command.empty.event())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String named(JsonObject reference) {
        String path = reference.getString("$ref");
        return MESSAGES.getJsonObject(path.substring(path.lastIndexOf('/') + 1)).getString("name");
    }

    @Test
    void whatACommandNeedsMakesItsDataNecessary() {
        commands()
                .forEach(command -> assertThat(CONTRACT.payload(command.empty.event())
                                .getJsonArray("required")
                                .contains("data"))
                        .as(command.empty.event())
                        .isEqualTo(!data(command.empty.event())
                                .getJsonArray("required", new JsonArray())
                                .isEmpty()));
    }

    @Test
    void statesAndCloseCodesAreThoseOfTheCode() {
        assertThat(schema("SessionState").getJsonArray("enum"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(SessionState.values())
                        .map(SessionState::word)
                        .toList());
        JsonArray codes =
                DOCUMENT.getJsonObject("channels").getJsonObject("connection").getJsonArray("x-close-codes");
        assertThat(codes.stream()
                        .map(JsonObject.class::cast)
                        .map(code -> code.getInteger("code") + " " + code.getString("reason")))
                .containsExactlyElementsOf(Arrays.stream(CloseCode.values())
                        .map(code -> code.code() + " " + code.reason())
                        .toList());
    }

    @Test
    void sizesAreThoseOfTheProtocol() {
        JsonObject message = schema("SendMessage").getJsonObject("properties");
        JsonObject upload = schema("RequestUpload").getJsonObject("properties");
        assertThat(message.getJsonObject("body").getInteger("maxLength")).isEqualTo(ProtocolLimits.BODY_UNITS);
        assertThat(schema("Interests").getInteger("maxItems")).isEqualTo(ProtocolLimits.INTERESTS);
        assertThat(schema("Interests").getJsonObject("items").getInteger("maxLength"))
                .isEqualTo(ProtocolLimits.INTEREST_UNITS);
        assertThat(upload.getJsonObject("size").getInteger("maximum")).isEqualTo(ProtocolLimits.IMAGE_BYTES);
        assertThat(upload.getJsonObject("contentType").getJsonArray("enum"))
                .isEqualTo(new JsonArray(ProtocolLimits.IMAGE_TYPES));
    }
}
