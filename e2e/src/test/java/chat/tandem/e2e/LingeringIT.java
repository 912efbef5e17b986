package chat.tandem.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a busy system leaves behind in Redis when everybody has gone: nothing. */
@ExtendWith(Stores.class)
class LingeringIT {
    private static final List<String> SERVICES = List.of("persistence", "matcher", "gateway", "gateway");

    /** Bounded by their length, and without an end: an expired stream would begin its ids anew. */
    private static final Set<String> WITHOUT_END =
            Set.of("{0}:messages", "{0}:messages-bytes", "{0}:events", "{0}:dead-letters");

    private static final Map<String, String> SHORT = Map.of(
            "TANDEM_GRACE", "2s",
            "TANDEM_ANNOUNCE_AFTER", "500ms",
            "TANDEM_IDLE_MEMORY", "1s",
            "TANDEM_GATEWAY_LEASE", "10s");

    /** What a conversation leaves for late retries, at the longest. */
    private static final Duration ENDED_LIFE = Duration.ofMinutes(10);

    private static final long SEED = Long.getLong("tandem.seed", System.nanoTime());

    @Test
    void everyKeyEndsByItselfAndAnIdleSystemHoldsNobody(RedisStore redis, PostgresStore postgres) {
        var settings = new HashMap<>(Deployment.settings(redis.url(), postgres.url()));
        settings.putAll(SHORT);
        try (var deployment = Deployment.start(Processes.of(settings), SERVICES);
                var crowd = new Crowd();
                var doomed = new Crowd()) {
            crowd.arrive(40, deployment.gateways().subList(0, 1), SEED);
            doomed.arrive(10, deployment.gateways().subList(1, 2), SEED + 1_000);
            crowd.awaitTalks(2);
            assertThat(withoutEnd(redis))
                    .as("while all are busy, seed %d", SEED)
                    .isSubsetOf(WITHOUT_END);

            deployment.all("gateway").getLast().kill();
            crowd.leave();
            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(leftovers(redis)).isEmpty());
            assertThat(withoutEnd(redis)).as("when all have gone").isSubsetOf(WITHOUT_END);
            assertThat(conversations(redis).map(key -> lifetime(redis, key)))
                    .allSatisfy(left -> assertThat(left).isLessThanOrEqualTo(ENDED_LIFE.toMillis()));
        }
    }

    private static Set<String> withoutEnd(RedisStore redis) {
        return keys(redis, "*")
                .filter(key -> lifetime(redis, key) == -1)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Everything that stands for a user, a conversation that goes on, or a gateway that is gone. */
    private static Set<String> leftovers(RedisStore redis) {
        var left = new TreeSet<String>();
        for (var key : List.of("sessions", "conversations", "queue", "interests", "away", "online", "blocks")) {
            keys(redis, "{0}:" + key).forEach(left::add);
        }
        var gateways = lines(redis.command("ZRANGE", "{0}:gateways", "0", "-1")).collect(Collectors.toSet());
        if (gateways.size() != Runtime.getRuntime().availableProcessors()) {
            left.add("gateways " + gateways);
        }
        Stream.of("inbox", "on")
                .flatMap(kind -> keys(redis, "{0}:" + kind + ":*"))
                .filter(key -> !gateways.contains(key.substring(key.lastIndexOf(':') + 1)))
                .forEach(left::add);
        keys(redis, "{0}:on:*")
                .filter(key -> !redis.command("SCARD", key).equals("1"))
                .forEach(left::add);
        return left;
    }

    private static Stream<String> conversations(RedisStore redis) {
        return Stream.of("log", "seen").flatMap(kind -> keys(redis, "{0}:" + kind + ":*"));
    }

    /** In milliseconds; -1 for ever, -2 when it has ended meanwhile. */
    private static long lifetime(RedisStore redis, String key) {
        return Long.parseLong(redis.command("PTTL", key));
    }

    private static Stream<String> keys(RedisStore redis, String pattern) {
        return lines(redis.command("KEYS", pattern));
    }

    private static Stream<String> lines(String text) {
        return text.lines().filter(line -> !line.isEmpty());
    }
}
