package chat.tandem.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.tandem.common.config.KnownSettings;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.ops.Operations;
import chat.tandem.common.ops.OpsServer;
import chat.tandem.common.ops.OpsSettings;
import chat.tandem.common.service.ServiceDefinition;
import chat.tandem.gateway.GatewayService;
import chat.tandem.matcher.MatcherService;
import chat.tandem.media.MediaService;
import chat.tandem.persistence.PersistenceService;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations port shows every setting that a service reads, and of none its secret. */
class NoSecretIsShownTest {

    private static final String CANARY = "canary-0123456789abcdef0123456789abcdef";

    /** What is secret must look like what it is. */
    private static final Map<String, String> SHAPES = Map.of(
            "TANDEM_TOKEN_SECRET", "k1:" + CANARY,
            "TANDEM_REDIS_URL", "redis://:" + CANARY + "@one:1,redis://somebody:" + CANARY + "@two:2",
            "TANDEM_POSTGRES_URL", "postgresql://tandem:" + CANARY + "@three/tandem");

    private static final Map<String, String> PLAIN = Map.of(
            "TANDEM_REDIS_MODE", "cluster",
            "TANDEM_S3_BUCKET", "pictures",
            "TANDEM_TOKEN_ISSUER", "somebody",
            "TANDEM_TOKEN_AUDIENCE", "tandem");

    /** No secrets by their names, but addresses, into which somebody may write one. */
    private static final Set<String> ADDRESSES =
            Set.of("TANDEM_S3_ENDPOINT", "TANDEM_S3_PUBLIC_ENDPOINT", "TANDEM_S3_PUBLIC_URL");

    private static final List<ServiceDefinition<?>> SERVICES =
            List.of(new GatewayService(), new MatcherService(), new PersistenceService(), new MediaService());

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private static Map<String, String> secrets() {
        Map<String, String> values = new TreeMap<>(PLAIN);
        KnownSettings.SECRET.forEach(key -> values.put(key, SHAPES.getOrDefault(key, CANARY)));
        return values;
    }

    private String shown(ServiceDefinition<?> service, Map<String, String> values) {
        SettingsReader reader = SettingsReader.of(values);
        assertThat((Object) service.settings(reader)).isNotNull();
        OpsServer server = OpsServer.start(
                        vertx, service.name(), new OpsSettings("127.0.0.1", 0), new Operations(), reader.shown())
                .await();
        try {
            return vertx.createHttpClient()
                    .request(HttpMethod.GET, server.port(), "127.0.0.1", "/")
                    .compose(request -> request.send().compose(HttpClientResponse::body))
                    .await()
                    .toString();
        } finally {
            server.close().await();
        }
    }

    @Test
    void noSecretIsShown() {
        Map<String, String> values = secrets();

        for (ServiceDefinition<?> service : SERVICES) {
            assertThat(shown(service, values))
                    .as(service.name())
                    .contains("redis://one:1")
                    .doesNotContain("canary");
        }
    }

    @Test
    void anAddressThatHoldsOneIsRefusedWithoutShowingIt() {
        for (String key : ADDRESSES) {
            Map<String, String> values = secrets();
            values.put(key, "https://somebody:" + CANARY + "@storage.example");
            SettingsReader reader = SettingsReader.of(values);

            assertThatThrownBy(() -> new MediaService().settings(reader))
                    .as(key)
                    .hasMessageContaining(key)
                    .hasMessageNotContaining("canary");
        }
    }

    @Test
    void norOneThatCameFromAFile(@TempDir Path folder) throws IOException {
        Map<String, String> values = new TreeMap<>(PLAIN);
        for (Map.Entry<String, String> secret : secrets().entrySet()) {
            if (KnownSettings.SECRET.contains(secret.getKey())) {
                Path file = Files.writeString(folder.resolve(secret.getKey()), secret.getValue());
                values.put(secret.getKey() + "_FILE", file.toString());
            }
        }

        for (ServiceDefinition<?> service : SERVICES) {
            assertThat(shown(service, values))
                    .as(service.name())
                    .contains("redis://one:1")
                    .doesNotContain("canary");
        }
    }
}
