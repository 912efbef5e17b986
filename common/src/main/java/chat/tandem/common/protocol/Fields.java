package chat.tandem.common.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object, read by name and checked. A field that is null counts as missing. */
record Fields(Map<String, Object> values, String prefix) {
    /** The field's value, or null where it is missing. */
    @Nullable
    String optionalString(String name) throws FieldException {
        Object value = value(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw wrong(name, "Must be a string.");
    }

    private String string(String name) throws FieldException {
        String value = optionalString(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    String uuid(String name) throws FieldException {
        String value = optionalUuid(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    /** The UUID in lower case, or null where the field is missing. */
    @Nullable
    String optionalUuid(String name) throws FieldException {
        String value = optionalString(name);
        if (value == null) {
            return null;
        }
        if (!Texts.uuid(value)) {
            throw wrong(name, "Must be a UUID.");
        }
        return value.toLowerCase(Locale.ROOT);
    }

    String oneOf(String name, List<String> choices) throws FieldException {
        String value = string(name);
        if (!choices.contains(value)) {
            throw wrong(name, "Must be one of " + String.join(", ", choices) + ".");
        }
        return value;
    }

    /** The base64 of 32 bytes as it came, or null where the field is missing. */
    @Nullable
    String optionalSha256(String name) throws FieldException {
        String value = optionalString(name);
        if (value != null && !Texts.base64(value, 32)) {
            throw wrong(name, "Must be the base64 of 32 bytes.");
        }
        return value;
    }

    String body(String name) throws FieldException {
        String value = string(name);
        if (value.length() > ProtocolLimits.BODY_UNITS) {
            throw wrong(name, "Must have at most " + ProtocolLimits.BODY_UNITS + " UTF-16 units.");
        }
        if (!Texts.printable(value)) {
            throw wrong(name, "Must hold no control characters but line feed, carriage return and tab.");
        }
        return visible(name, value);
    }

    @Nullable
    String optionalName(String name) throws FieldException {
        String value = optionalString(name);
        if (value == null) {
            return null;
        }
        if (value.codePointCount(0, value.length()) > ProtocolLimits.NAME_CHARACTERS) {
            throw wrong(name, "Must have at most " + ProtocolLimits.NAME_CHARACTERS + " characters.");
        }
        return line(name, value);
    }

    private String line(String name, String value) throws FieldException {
        if (!Texts.line(value)) {
            throw wrong(name, "Must hold no control characters, line breaks, or characters that turn the direction.");
        }
        return visible(name, value);
    }

    private String visible(String name, String value) throws FieldException {
        if (!Texts.visible(value)) {
            throw wrong(name, "Must have something to see.");
        }
        if (!Texts.whole(value)) {
            throw wrong(name, "Must not hold unpaired surrogates.");
        }
        return value;
    }

    boolean bool(String name) throws FieldException {
        return switch (value(name)) {
            case null -> throw missing(name);
            case Boolean value -> value;
            default -> throw wrong(name, "Must be true or false.");
        };
    }

    long integer(String name, long least, long most) throws FieldException {
        Long value = optionalInteger(name, least, most);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    @Nullable
    Long optionalInteger(String name, long least, long most) throws FieldException {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Long number && number >= least && number <= most) {
            return number;
        }
        throw wrong(name, "Must be an integer from " + least + " to " + most + ".");
    }

    /** A list of interests, each once as they are compared. */
    List<Interest> interests(String name) throws FieldException {
        Object value = value(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list) || list.size() > ProtocolLimits.INTERESTS) {
            throw wrong(name, "Must be a list of at most " + ProtocolLimits.INTERESTS + " strings.");
        }
        Map<String, Interest> interests = new LinkedHashMap<>();
        for (Object each : list) {
            Interest interest = interest(name, each);
            interests.putIfAbsent(interest.key(), interest);
        }
        return List.copyOf(interests.values());
    }

    private Interest interest(String name, Object value) throws FieldException {
        if (!(value instanceof String text) || text.length() > ProtocolLimits.INTEREST_UNITS) {
            throw wrong(name, "Each must be a string of at most " + ProtocolLimits.INTEREST_UNITS + " UTF-16 units.");
        }
        return Interest.of(line(name, text));
    }

    /** The object in a field, or null where the field is missing. */
    @Nullable
    Fields optionalObject(String name) throws FieldException {
        return switch (value(name)) {
            case null -> null;
            case Map<?, ?> object -> new Fields(strings(object), prefix + name + ".");
            default -> throw wrong(name, "Must be an object.");
        };
    }

    @SuppressWarnings("unchecked") // JsonTree makes no other maps.
    static Map<String, Object> strings(Map<?, ?> object) {
        return (Map<String, Object>) object;
    }

    private @Nullable Object value(String name) {
        Object value = values.get(name);
        return value == JsonTree.Absent.NULL ? null : value;
    }

    FieldException missing(String name) {
        return wrong(name, "Is missing.");
    }

    FieldException wrong(String name, String message) {
        return new FieldException(prefix + name, message);
    }
}
