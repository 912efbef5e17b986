package chat.tandem.common.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text as plain values: maps, lists, strings, booleans, {@link Long} for integers that fit, {@link Absent} for
 * null, {@link OtherNumber} for any other number. Keys that occur twice, at any depth, are noted; the first one counts.
 */
final class JsonTree {
    /** JSON's null: a map does not hold Java's. */
    enum Absent {
        NULL
    }

    /** A number that is no integer of 64 bits. */
    enum OtherNumber {
        NUMBER
    }

    private static final int DEEPEST = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final JsonParser parser;
    private boolean duplicates;

    private JsonTree(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * What was read.
     *
     * @param root the object, or null where the text is not a JSON object and nothing else
     * @param duplicates whether a key occurs twice anywhere
     */
    record Read(@Nullable Map<String, Object> root, boolean duplicates) {}

    static Read read(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Read(null, false);
            }
            JsonTree tree = new JsonTree(parser);
            Map<String, Object> root = tree.object();
            return parser.nextToken() == null ? new Read(root, tree.duplicates) : new Read(null, false);
        } catch (IOException e) {
            return new Read(null, false); // Its message quotes the client's text: it goes nowhere.
        }
    }

    private Map<String, Object> object() throws IOException {
        Map<String, Object> fields = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (fields.putIfAbsent(name, value()) != null) {
                duplicates = true;
            }
        }
        return fields;
    }

    private List<Object> array() throws IOException {
        List<Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value());
        }
        return values;
    }

    private Object value() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> Absent.NULL;
            case VALUE_NUMBER_INT -> integer();
            default -> OtherNumber.NUMBER;
        };
    }

    private Object integer() throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? OtherNumber.NUMBER : parser.getLongValue();
    }
}
