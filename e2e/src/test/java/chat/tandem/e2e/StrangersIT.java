package chat.tandem.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.ClusterEnabled;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Strangers meet, talk, part and go on, through every service as a process of its own. */
@ExtendWith(Stores.class)
class StrangersIT {
    private static final List<String> ONE_OF_EACH = List.of("persistence", "matcher", "gateway");
    private static final List<String> TWO_OF_EACH =
            List.of("persistence", "persistence", "matcher", "matcher", "gateway", "gateway");
    private static final long SEED = Long.getLong("tandem.seed", System.nanoTime());

    @Test
    void twoHundredPeopleTalkAndEveryMessageArrivesOnce(RedisStore redis, PostgresStore postgres) {
        try (var deployment = deploy(redis, postgres, Map.of(), TWO_OF_EACH);
                var crowd = new Crowd()) {
            crowd.arrive(200, deployment.gateways(), SEED);
            crowd.awaitTalks(2);
            check(crowd.leave(), deployment, postgres);
        }
    }

    @Test
    void nothingIsLostWhenAMatcherAndAPersistenceProcessAreKilled(RedisStore redis, PostgresStore postgres) {
        try (var deployment = deploy(redis, postgres, Map.of(), TWO_OF_EACH);
                var crowd = new Crowd()) {
            crowd.arrive(40, deployment.gateways(), SEED);
            crowd.awaitTalks(1);
            deployment.all("matcher").getFirst().kill();
            deployment.all("persistence").getFirst().kill();
            crowd.awaitTalks(3);
            check(crowd.leave(), deployment, postgres);
        }
    }

    @Test
    void theSameHoldsInAClusterWithTwoShardsBehindAProxyAsInProduction(
            @ClusterEnabled RedisStore redis, PostgresStore postgres) {
        var settings = Map.of(
                "TANDEM_REDIS_MODE", "cluster",
                "TANDEM_SHARDS", "2",
                "TANDEM_ALLOWED_ORIGINS", "https://app.example",
                "TANDEM_TRUSTED_PROXIES", "127.0.0.0/8",
                "TANDEM_LOG_FORMAT", "json");
        try (var deployment = deploy(redis, postgres, settings, ONE_OF_EACH);
                var crowd = new Crowd()) {
            crowd.arrive(20, deployment.gateways(), SEED);
            crowd.awaitTalks(2);
            check(crowd.leave(), deployment, postgres);
        }
    }

    private static Deployment deploy(
            RedisStore redis, PostgresStore postgres, Map<String, String> settings, List<String> services) {
        var all = new HashMap<>(Deployment.settings(redis.url(), postgres.url()));
        all.put("TANDEM_GATEWAY_LEASE", "30s"); // seven processes on two processors may stand still for seconds
        all.putAll(settings);
        return Deployment.start(Processes.of(all), services);
    }

    private static void check(Ledger ledger, Deployment deployment, PostgresStore postgres) {
        assertThat(ledger.faults()).as("seed %d\n%s", SEED, deployment.logs()).isEmpty();
        var acknowledged = ledger.acknowledged();
        assertThat(acknowledged).hasSizeGreaterThan(100);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(difference(acknowledged, StoredMessages.of(postgres)))
                        .as("what was acknowledged against what PostgreSQL holds")
                        .isEmpty());
        assertThat(deployment.stop().values()).as(deployment.logs()).containsOnly(0);
        assertThat(deployment.logs()).doesNotContain(words(acknowledged));
    }

    /** The first few that are only here (not stored) or only there (stored, never acknowledged, or stored twice). */
    private static List<String> difference(List<Ledger.Message> acknowledged, List<Ledger.Message> stored) {
        var missing = new ArrayList<>(acknowledged);
        var unexpected = new ArrayList<Ledger.Message>();
        var open = new HashSet<>(acknowledged);
        for (var message : stored) {
            if (!open.remove(message)) {
                unexpected.add(message);
            }
        }
        missing.retainAll(open);
        return Stream.concat(
                        missing.stream().map(message -> "not stored: " + message),
                        unexpected.stream().map(message -> "not acknowledged, or twice: " + message))
                .limit(10)
                .toList();
    }

    /** What people said: no log line may hold it. */
    private static String[] words(List<Ledger.Message> messages) {
        return messages.stream()
                .map(Ledger.Message::body)
                .filter(body -> body.startsWith("words"))
                .limit(50)
                .toArray(String[]::new);
    }
}
