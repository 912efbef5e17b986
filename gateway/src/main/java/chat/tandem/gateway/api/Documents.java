package chat.tandem.gateway.api;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What describes the API to programs, out of the resources under {@code contract}: written as YAML, served as JSON. What two
 * documents speak of stands in {@code schemas.yaml}, once, and becomes a part of each.
 */
final class Documents {
    private static final String SHARED = "schemas.yaml";

    private Documents() {}

    /** Reads one of them, which then refers to nothing outside itself. Blocks. */
    static JsonObject read(String name) {
        JsonObject document = load(name);
        JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");
        load(SHARED).forEach(shared -> {
            if (schemas.getMap().putIfAbsent(shared.getKey(), shared.getValue()) != null) {
                throw new IllegalStateException(shared.getKey() + " is described twice");
            }
        });
        return document;
    }

    private static JsonObject load(String name) {
        try (InputStream resource = Documents.class.getResourceAsStream("/contract/" + name)) {
            if (resource == null) {
                throw new IllegalStateException("no resource " + name);
            }
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .replace(SHARED + "#/", "#/components/schemas/");
            Map<String, Object> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            return new JsonObject(tree);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the resource " + name, e);
        }
    }
}
