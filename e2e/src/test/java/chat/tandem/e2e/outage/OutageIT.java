package chat.tandem.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.e2e.Deployment;
import chat.tandem.e2e.LoadProcess;
import chat.tandem.testing.PostgresProcess;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short form of {@code bench/outage}. */
class OutageIT {
    private static final OutageSettings SHORT =
            new OutageSettings(200, 40, Duration.ofSeconds(2), 1, 3, 2, Duration.ofSeconds(1));

    @Test
    void whileTheDatabaseIsAwayPeopleTalkAndThenEverythingArrivesOnce() {
        try (var redis = RedisProcess.start(false);
                var postgres = PostgresProcess.start();
                var deployment = Deployment.start(
                        Processes.of(Deployment.settings(redis.url(), postgres.url())),
                        List.of("persistence", "matcher", "gateway", "gateway"));
                var load = LoadProcess.start(deployment, Main.arguments(SHORT))) {
            var outcome = new Outage(SHORT, redis, postgres, line -> {}).run(load);

            assertThat(outcome.load().path("stages"))
                    .as("%s", outcome.load())
                    .allSatisfy(stage -> assertThat(stage.path("wrong")).isEmpty());
            assertThat(outcome.samples())
                    .anySatisfy(sample -> assertThat(sample.entries()).isGreaterThan(200));
            assertThat(outcome.stored()).isEqualTo(outcome.acknowledged()).isGreaterThan(2_000);
            assertThat(outcome.conversationsWithGaps()).isZero();
            assertThat(outcome.deadLetters()).isZero();
        }
    }
}
