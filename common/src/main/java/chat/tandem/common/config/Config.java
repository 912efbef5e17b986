package chat.tandem.common.config;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an operator has set: the environment over an optional file. Keys are those of the environment
 * ({@code TANDEM_HTTP_PORT}); a file has the same in lower case with dots ({@code tandem.http.port}), flat or nested.
 *
 * @param values key to text, exactly as written
 */
public record Config(Map<String, String> values) {

    private static final String PREFIX = "TANDEM_";

    public Config {
        values = Map.copyOf(values);
    }

    /**
     * Reads the environment and, where given, the file (YAML by its {@code .yaml} or {@code .yml}, else properties).
     * Fails with {@link BadSettingException} if the file cannot be read or understood.
     */
    public static Future<Config> load(Vertx vertx, @Nullable Path file) {
        return load(vertx, file, environment());
    }

    static Future<Config> load(Vertx vertx, @Nullable Path file, ConfigStoreOptions environment) {
        ConfigRetrieverOptions options =
                new ConfigRetrieverOptions().setIncludeDefaultStores(false).setScanPeriod(-1);
        if (file != null) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                return Future.failedFuture(new BadSettingException("--config", file + " cannot be read"));
            }
            options.addStore(fileStore(file));
        }
        options.addStore(environment);
        ConfigRetriever retriever = ConfigRetriever.create(vertx, options);
        return retriever
                .getConfig()
                .recover(fault -> Future.failedFuture(new BadSettingException(
                        "--config", file + " is not " + (isYaml(file) ? "YAML" : "properties"))))
                .map(Config::of)
                .eventually(retriever::close);
    }

    /** Only what begins with the prefix enters, and as text: nothing is turned into a number on the way. */
    private static ConfigStoreOptions environment() {
        List<String> keys = System.getenv().keySet().stream()
                .filter(key -> key.startsWith(PREFIX))
                .toList();
        return new ConfigStoreOptions()
                .setType("env")
                .setConfig(new JsonObject().put("raw-data", true).put("keys", new JsonArray(keys)));
    }

    private static ConfigStoreOptions fileStore(Path file) {
        JsonObject store =
                new JsonObject().put("path", file.toAbsolutePath().toString()).put("raw-data", true);
        return new ConfigStoreOptions()
                .setType("file")
                .setFormat(isYaml(file) ? "yaml" : "properties")
                .setConfig(store);
    }

    private static boolean isYaml(@Nullable Path file) {
        String name = file == null ? "" : file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /** Keys of the file first, so that the environment's have the last word. */
    private static Config of(JsonObject merged) {
        Map<String, String> values = new TreeMap<>();
        flatten("", merged, values, false);
        flatten("", merged, values, true);
        return new Config(values);
    }

    private static void flatten(String prefix, JsonObject level, Map<String, String> into, boolean environment) {
        for (Map.Entry<String, Object> entry : level) {
            String key = prefix + entry.getKey();
            if (entry.getValue() instanceof JsonObject inner) {
                flatten(key + ".", inner, into, environment);
            } else if (entry.getValue() != null && key.startsWith(PREFIX) == environment) {
                into.put(key.toUpperCase(Locale.ROOT).replace('.', '_'), text(entry.getValue()));
            }
        }
    }

    private static String text(Object value) {
        return value instanceof JsonArray list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
    }

    /** The same with one value more, which has the last word. */
    public Config with(String key, String value) {
        Map<String, String> more = new TreeMap<>(values);
        more.put(key, value);
        more.remove(key + SettingsReader.FILE_SUFFIX);
        return new Config(more);
    }

    /** The same with a value for a key that the operator left open (as a file, too). */
    public Config withDefault(String key, String value) {
        return values.containsKey(key) || values.containsKey(key + SettingsReader.FILE_SUFFIX)
                ? this
                : with(key, value);
    }
}
