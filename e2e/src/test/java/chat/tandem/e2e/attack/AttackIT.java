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
import java.util.ArrayList;
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

    /** One flood: its result, the most that gateways and Redis had meanwhile, and what Redis had before. */
    private record Attacked(JsonNode flood, Memory most, long redisBefore) {
        void check() {
            assertThat(flood.path("unexpected")).as("%s", flood).isEmpty();
            assertThat(most.direct()).as("%s", flood).isLessThan(MOST_DIRECT);
            assertThat(most.redis() - redisBefore).as("%s", flood).isLessThan(MOST_REDIS);
        }
    }

    @Test
    void noFloodStopsAGatewayOrDisturbsPeopleWhoChat(RedisProcess redis, PostgresStore postgres, S3Store s3) {
        try (var target = Target.start(redis, postgres.url(), s3, Map.of());
                var load = LoadProcess.start(target.deployment(), people())) {
            load.awaitStage(0, PATIENCE);
            var attacked = attack(target);
            assertThat(attacked).hasSameSizeAs(Floods.all()).allSatisfy(Attacked::check);
            assertThat(target.lives()).as(target.deployment().logs()).isTrue();
            assertThat(target.deployment().logs()).doesNotContain("OutOfMemory", "OutOfDirectMemory");
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

    private static List<Attacked> attack(Target target) {
        var from = new AttackSettings(1, 1, STAGE, Floods.all().size()).from();
        var attacked = new ArrayList<Attacked>();
        try (var process = BenchProcess.flood("all", target.addresses(), from, Duration.ofSeconds(1))) {
            var before = target.memory();
            for (int left = Floods.all().size(); left > 0; left--) {
                var most = before;
                while (!process.awaitLine(LOOK)) {
                    most = most.max(target.memory());
                }
                var after = target.memory();
                attacked.add(new Attacked(process.line(), most.max(after), before.redis()));
                before = after;
            }
        }
        return attacked;
    }
}
