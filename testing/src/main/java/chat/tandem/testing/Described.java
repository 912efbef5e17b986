package chat.tandem.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Documents that describe what goes over a wire. */
public final class Described {
    private Described() {}

    /** One that is written as YAML, and refers to nothing outside itself. */
    public static JsonObject read(Path file) {
        try {
            Map<String, Object> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
            return new JsonObject(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy in which an object that has a field more than its schema names is a breach. */
    public static JsonObject closed(JsonObject document) {
        JsonObject copy = document.copy();
        close(copy);
        return copy;
    }

    private static void close(Object value) {
        if (value instanceof JsonObject object) {
            boolean names = "object".equals(object.getValue("type")) && object.containsKey("properties");
            if (names && !object.containsKey("additionalProperties")) {
                object.put("additionalProperties", false);
            }
            object.forEach(each -> close(each.getValue()));
        } else if (value instanceof JsonArray array) {
            array.forEach(Described::close);
        }
    }
}
