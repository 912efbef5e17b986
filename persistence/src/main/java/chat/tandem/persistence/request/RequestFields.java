package chat.tandem.persistence.request;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request, read by name. The gateway has checked them already; this is the last line.
 *
 * @param values a JSON object
 */
public record RequestFields(JsonObject values) {
    private static final long LARGEST_PAGE = 100;
    private static final int USUAL_PAGE = 50;

    /**
     * A UUID.
     *
     * @throws BadFieldException where it is missing, or something else
     */
    public UUID uuid(String name) {
        UUID value = optionalUuid(name);
        if (value == null) {
            throw new BadFieldException(name);
        }
        return value;
    }

    /**
     * A UUID, or null where the field is missing.
     *
     * @throws BadFieldException where it is something else
     */
    public @Nullable UUID optionalUuid(String name) {
        Object value = values.getValue(name);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && text.length() == 36) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException malformed) {
                throw new BadFieldException(name);
            }
        }
        throw new BadFieldException(name);
    }

    /**
     * A whole number, or null where the field is missing.
     *
     * @throws BadFieldException where it is something else, or out of range
     */
    public @Nullable Long optionalWhole(String name, long least, long most) {
        Object value = values.getValue(name);
        if (value == null) {
            return null;
        }
        boolean integral = value instanceof Integer || value instanceof Long;
        if (!integral || ((Number) value).longValue() < least || ((Number) value).longValue() > most) {
            throw new BadFieldException(name);
        }
        return ((Number) value).longValue();
    }

    /**
     * How many are wanted on a page: the field {@code limit}, 1 to 100, usually 50.
     *
     * @throws BadFieldException where it is something else
     */
    public int limit() {
        Long limit = optionalWhole("limit", 1, LARGEST_PAGE);
        return limit == null ? USUAL_PAGE : limit.intValue();
    }

    /**
     * A text, or null where the field is missing.
     *
     * @throws BadFieldException where it is something else
     */
    public @Nullable String optionalText(String name) {
        Object value = values.getValue(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new BadFieldException(name);
    }

    /**
     * A list of strings.
     *
     * @throws BadFieldException where it is missing, or something else
     */
    public List<String> texts(String name) {
        if (!(values.getValue(name) instanceof JsonArray array)) {
            throw new BadFieldException(name);
        }
        return array.stream()
                .map(each -> {
                    if (each instanceof String text) {
                        return text;
                    }
                    throw new BadFieldException(name);
                })
                .toList();
    }
}
