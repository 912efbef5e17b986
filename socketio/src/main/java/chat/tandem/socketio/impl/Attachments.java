package chat.tandem.socketio.impl;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binary within JSON: taken out and replaced by numbered placeholders, and put back. */
final class Attachments {
    private static final String MARK = "_placeholder";
    private static final String NUMBER = "num";

    private Attachments() {}

    static boolean areIn(@Nullable Object value) {
        return switch (value) {
            case Buffer buffer -> true;
            case byte[] bytes -> true;
            case JsonObject object -> areIn(object.getMap());
            case JsonArray array -> areIn(array.getList());
            case Map<?, ?> map -> map.values().stream().anyMatch(Attachments::areIn);
            case List<?> list -> list.stream().anyMatch(Attachments::areIn);
            case null, default -> false;
        };
    }

    /** A copy with placeholders; what was taken out is added to the list. */
    static @Nullable Object takeOut(@Nullable Object value, List<Buffer> out) {
        return switch (value) {
            case Buffer buffer -> placeholder(buffer, out);
            case byte[] bytes -> placeholder(Buffer.buffer(bytes), out);
            case JsonObject object -> takeOut(object.getMap(), out);
            case JsonArray array -> takeOut(array.getList(), out);
            case Map<?, ?> map -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((key, element) -> copy.put(String.valueOf(key), takeOut(element, out)));
                yield new JsonObject(copy);
            }
            case List<?> list -> {
                List<Object> copy = new ArrayList<>(list.size());
                list.forEach(element -> copy.add(takeOut(element, out)));
                yield new JsonArray(copy);
            }
            case null, default -> value;
        };
    }

    private static JsonObject placeholder(Buffer buffer, List<Buffer> out) {
        out.add(buffer);
        return new JsonObject().put(MARK, true).put(NUMBER, out.size() - 1);
    }

    /**
     * Puts attachments where their placeholders are, in place.
     *
     * @param values what the JSON codec made: at any depth lists and maps that can be changed
     * @return false if a placeholder names no attachment
     */
    static boolean putBack(List<@Nullable Object> values, List<Buffer> attachments) {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get(MARK))) {
                Buffer attachment = numbered(map.get(NUMBER), attachments);
                if (attachment == null) {
                    return false;
                }
                values.set(i, attachment);
            } else if (!putBackWithin(value, attachments)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Buffer numbered(@Nullable Object number, List<Buffer> attachments) {
        return number instanceof Integer index && index >= 0 && index < attachments.size()
                ? attachments.get(index)
                : null;
    }

    @SuppressWarnings("unchecked") // The codec makes lists of anything, and maps with strings for keys.
    private static boolean putBackWithin(@Nullable Object value, List<Buffer> attachments) {
        if (value instanceof List<?> list) {
            return putBack((List<@Nullable Object>) list, attachments);
        }
        if (!(value instanceof Map<?, ?> map)) {
            return true;
        }
        Map<String, @Nullable Object> fields = (Map<String, @Nullable Object>) map;
        List<@Nullable Object> values = new ArrayList<>(fields.values());
        boolean isWhole = putBack(values, attachments);
        int i = 0;
        for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
            field.setValue(values.get(i++));
        }
        return isWhole;
    }
}
