package chat.tandem.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bench load} against gateways as they are deployed. */
@ExtendWith(Stores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadIT {
    private @Nullable Deployment deployment;

    @BeforeAll
    void start(RedisStore redis, PostgresStore postgres) {
        deployment = Deployment.start(
                Processes.of(Deployment.settings(redis.url(), postgres.url())),
                List.of("persistence", "matcher", "gateway", "gateway"));
    }

    @AfterAll
    void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "socket.io", "socket.io-polling", "sse"})
    void everyMessageIsCountedOverEveryTransport(String transport) {
        List<String> options =
                List.of("--transport", transport, "--rate", "40", "--clients", "8", "--warmup", "1", "--seconds", "2");
        try (LoadProcess load = LoadProcess.start(requireNonNull(deployment), options)) {
            assertThat(load.awaitEnd(Duration.ofMinutes(2))).isTrue();
            assertThat(load.result().path("right").asBoolean())
                    .as("%s", load.result())
                    .isTrue();
            assertThat(load.result().path("transport").asText()).isEqualTo(transport);
            assertThat(load.result().path("stages").path(0).path("received").asLong())
                    .isEqualTo(120);
        }
    }
}
