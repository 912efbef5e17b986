package chat.tandem.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.bench.attack.Floods;
import chat.tandem.e2e.LoadProcess;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.S3Store;
import chat.tandem.testing.Stores;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The short form of {@code bench/attack}: a second of each flood, each from a network of its own, in one deployment. */
@ExtendWith(Stores.class)
class AttackIT {
    private static final int STAGES = 7;
    private static final Duration STAGE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final long MOST_DIRECT = 128 << 20;
    private static final long MOST_REDIS = 10L * 1_000_000;

    private record Attacked(JsonNode floods, Memory before, Memory most) {}

    @Test
    void noFloodStopsAGatewayOrDisturbsPeopleWhoChat(RedisProcess redis, PostgresStore postgres, S3Store s3) {
        try (var target = Target.start(redis, postgres.url(), s3, Map.of());
                var load = LoadProcess.start(target.deployment(), people())) {
            load.awaitStage(0, PATIENCE);
            var attacked = attack(target);
            assertThat(attacked.floods())
                    .hasSameSizeAs(Floods.all())
                    .allSatisfy(flood ->
                            assertThat(flood.path("unexpected")).as("%s", flood).isEmpty());
            assertThat(target.lives()).as(target.deployment().logs()).isTrue();
            assertThat(target.deployment().logs()).doesNotContain("OutOfMemory", "OutOfDirectMemory");
            assertThat(attacked.most().direct()).isLessThan(MOST_DIRECT);
            assertThat(attacked.most().redis() - attacked.before().redis()).isLessThan(MOST_REDIS);
            assertThat(load.awaitEnd(PATIENCE)).isTrue();
            assertThat(load.result().path("stages"))
                    .hasSize(STAGES)
                    .allSatisfy(stage -> assertThat(stage.path("wrong")).isEmpty());
        }
    }

    /** Ten people who write two messages a second each, for longer than the floods last. */
    private static List<String> people() {
        return List.of(
                "--rate",
                String.join(",", Collections.nCopies(STAGES, "20")),
                "--clients",
                "10",
                "--warmup",
                "0",
                "--seconds",
                Long.toString(STAGE.toSeconds()),
                "--from",
                "127.1.0.2,127.1.1.2");
    }

    private static Attacked attack(Target target) {
        var before = target.memory();
        var most = before;
        var from = new AttackSettings(1, 1, STAGE, Floods.all().size()).from();
        try (var process = BenchProcess.flood("all", target.addresses(), from, Duration.ofSeconds(1))) {
            while (!process.awaitEnd(LOOK)) {
                most = most.max(target.memory());
            }
            return new Attacked(process.results(), before, most.max(target.memory()));
        }
    }
}
