package chat.tandem.e2e.outage;

import chat.tandem.e2e.LoadProcess;
import chat.tandem.testing.PostgresProcess;
import chat.tandem.testing.RedisProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** Kills PostgreSQL while people talk, lets it stay away, brings it back, and counts. */
final class Outage {
    private static final Duration LONGEST_CATCH_UP = Duration.ofMinutes(10);
    private static final Duration LONGEST_START = Duration.ofMinutes(10);
    private static final double CAUGHT_UP_SECONDS = 1;

    private static final String GAPS = """
            SELECT count(*) FROM (
              SELECT FROM messages GROUP BY conversation
              HAVING count(*) <> max(sequence) OR count(DISTINCT sequence) <> count(*) OR min(sequence) <> 1) AS odd
            """;

    private final OutageSettings settings;
    private final RedisProcess redis;
    private final PostgresProcess postgres;
    private final Consumer<String> progress;
    private final Gauge gauge;
    private final List<Sample> samples = new ArrayList<>();

    /**
     * Over stores and services that run.
     *
     * @param progress is told each sample
     */
    Outage(OutageSettings settings, RedisProcess redis, PostgresProcess postgres, Consumer<String> progress) {
        this.settings = settings;
        this.redis = redis;
        this.postgres = postgres;
        this.progress = progress;
        this.gauge = new Gauge(redis);
    }

    /** Runs beside a generator that has just begun, and returns when that has ended and nothing waits any more. */
    Outcome run(LoadProcess load) {
        load.awaitStage(settings.before(), LONGEST_START);
        postgres.kill();
        do {
            sample("away");
        } while (!load.awaitStage(settings.before() + settings.away(), settings.sample()));
        postgres.restart();
        var caughtUp = catchUp();
        while (!load.awaitEnd(settings.sample())) {
            sample("after");
        }
        var result = load.result();
        Awaitility.await()
                .atMost(LONGEST_CATCH_UP)
                .until(() -> gauge.look("after").entries() == 0);
        sample("after");
        return outcome(result, caughtUp);
    }

    private double catchUp() {
        var begun = System.nanoTime();
        Awaitility.await()
                .atMost(LONGEST_CATCH_UP)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> sample("catching up").oldestSeconds() <= CAUGHT_UP_SECONDS);
        return (System.nanoTime() - begun) / 1e9;
    }

    private Sample sample(String phase) {
        var sample = gauge.look(phase);
        samples.add(sample);
        progress.accept(sample.line());
        return sample;
    }

    private Outcome outcome(JsonNode result, double caughtUp) {
        long acknowledged = 0;
        for (var stage : result.path("stages")) {
            acknowledged += stage.path("acknowledged").asLong();
        }
        return new Outcome(
                result,
                List.copyOf(samples),
                caughtUp,
                acknowledged,
                count("SELECT count(*) FROM messages"),
                count(GAPS),
                Long.parseLong(redis.command("XLEN", "{0}:dead-letters")));
    }

    private long count(String sql) {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
