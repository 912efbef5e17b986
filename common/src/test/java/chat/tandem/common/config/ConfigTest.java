package chat.tandem.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class ConfigTest {

    @TempDir
    Path folder;

    private static ConfigStoreOptions environment(JsonObject values) {
        return new ConfigStoreOptions().setType("json").setConfig(values);
    }

    private Map<String, String> load(Vertx vertx, String name, String content, JsonObject environment)
            throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return Config.load(vertx, file, environment(environment)).await().values();
    }

    @Test
    void aPropertiesFileHasTheKeysInLowerCaseWithDots(Vertx vertx) throws IOException {
        assertThat(load(vertx, "tandem.properties", "tandem.http.port=09090\ntandem.grace=5s\n", new JsonObject()))
                .containsExactlyInAnyOrderEntriesOf(Map.of("TANDEM_HTTP_PORT", "09090", "TANDEM_GRACE", "5s"));
    }

    @Test
    void aYamlFileMayBeNestedOrFlat(Vertx vertx) throws IOException {
        String yaml = """
                tandem:
                  http: {port: 9090}
                  allowed.origins: [https://a.example, https://b.example]
                tandem.guests: false
                """;

        assertThat(load(vertx, "tandem.yaml", yaml, new JsonObject()))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "TANDEM_HTTP_PORT", "9090",
                        "TANDEM_ALLOWED_ORIGINS", "https://a.example,https://b.example",
                        "TANDEM_GUESTS", "false"));
    }

    @Test
    void theEnvironmentHasTheLastWord(Vertx vertx) throws IOException {
        assertThat(load(
                        vertx,
                        "tandem.properties",
                        "tandem.grace=5s\ntandem.drain=1s\n",
                        new JsonObject().put("TANDEM_GRACE", "7s")))
                .containsEntry("TANDEM_GRACE", "7s")
                .containsEntry("TANDEM_DRAIN", "1s");
    }

    @Test
    void aFileThatIsMissingIsRefused(Vertx vertx) {
        Path missing = folder.resolve("none.yaml");

        assertThatThrownBy(() -> Config.load(vertx, missing).await())
                .isInstanceOf(BadSettingException.class)
                .hasMessage("--config: " + missing + " cannot be read");
    }

    @Test
    void aFileThatIsNoYamlIsRefused(Vertx vertx) {
        assertThatThrownBy(() -> load(vertx, "broken.yaml", "a: [1\nb: {", new JsonObject()))
                .isInstanceOf(BadSettingException.class)
                .hasMessageEndingWith("is not YAML");
    }

    @Test
    void aDefaultGivesWayToWhatWasSetEvenAsAFile() {
        Config config = new Config(Map.of("TANDEM_TOKEN_SECRET_FILE", "/secret"));

        assertThat(config.withDefault("TANDEM_TOKEN_SECRET", "mine")).isEqualTo(config);
        assertThat(config.with("TANDEM_TOKEN_SECRET", "mine").values())
                .containsExactly(Map.entry("TANDEM_TOKEN_SECRET", "mine"));
    }
}
