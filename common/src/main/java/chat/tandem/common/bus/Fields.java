package chat.tandem.common.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one stream entry. */
public final class Fields {
    private final Map<String, Buffer> values;

    private Fields(Map<String, Buffer> values) {
        this.values = values;
    }

    /** Reads the list in which Redis gives them: name, value, name, value … */
    static Fields of(Response list) {
        Map<String, Buffer> values = LinkedHashMap.newLinkedHashMap(list.size() / 2);
        for (int i = 0; i + 1 < list.size(); i += 2) {
            values.put(list.get(i).toString(), list.get(i + 1).toBuffer());
        }
        return new Fields(values);
    }

    /** Returns a field's bytes. */
    public Buffer bytes(String name) throws UndecodableException {
        Buffer value = values.get(name);
        if (value == null) {
            throw new UndecodableException("no field " + name);
        }
        return value;
    }

    /** Returns a field's bytes, or null where it is missing. */
    public @Nullable Buffer bytesOrNull(String name) {
        return values.get(name);
    }

    /** Returns a field as text. */
    public String text(String name) throws UndecodableException {
        return bytes(name).toString();
    }

    /** Returns a field as text, or null where it is missing. */
    public @Nullable String textOrNull(String name) {
        Buffer value = values.get(name);
        return value == null ? null : value.toString();
    }

    /** Returns a field as a whole number. */
    public long number(String name) throws UndecodableException {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException e) {
            throw new UndecodableException("field " + name + " is no number");
        }
    }

    /** Returns the entry's type, having seen that its version is one that this code can read. */
    String type() throws UndecodableException {
        if (!text("v").equals("1")) {
            throw new UndecodableException("unknown version");
        }
        return text("type");
    }
}
