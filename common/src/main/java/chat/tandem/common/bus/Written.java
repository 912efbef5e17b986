package chat.tandem.common.bus;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry being written: its fields in order, version and type first. */
final class Written {
    private final Map<String, Buffer> fields = new LinkedHashMap<>();

    private Written() {}

    static Written entry(String type) {
        return new Written().with("v", "1").with("type", type);
    }

    Written with(String name, String value) {
        return with(name, Buffer.buffer(value));
    }

    Written with(String name, long value) {
        return with(name, Long.toString(value));
    }

    Written with(String name, Buffer value) {
        fields.put(name, value);
        return this;
    }

    Written withOptional(String name, @Nullable String value) {
        return value == null ? this : with(name, value);
    }

    Map<String, Buffer> fields() {
        return fields;
    }
}
