package chat.tandem.e2e.write;

import chat.tandem.bench.processor.ProcessTree;
import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Shards;
import chat.tandem.testing.PostgresProcess;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.ServiceProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/**
 * From the stream to the committed row, by a persistence process as it is deployed: it stands still while a backlog is
 * made, and is then let go.
 */
final class WholePath {
    private static final int AT_ONCE = 500;
    private static final String STREAM = "{0}:messages";

    private final RedisProcess redis;
    private final PostgresProcess postgres;
    private final int bodyLength;

    WholePath(RedisProcess redis, PostgresProcess postgres, int bodyLength) {
        this.redis = redis;
        this.postgres = postgres;
        this.bodyLength = bodyLength;
    }

    /**
     * What it took.
     *
     * @param messages in the backlog
     * @param perSecond of them
     * @param micros processor time for one message, by process
     */
    record Result(int messages, double perSecond, Map<String, Double> micros) {}

    /** Warms up with a first backlog, and measures with a second one. */
    Result run(List<String> jvm, Map<String, String> settings, int messages) {
        var all = new HashMap<>(settings);
        all.put("TANDEM_REDIS_URL", redis.url());
        all.put("TANDEM_POSTGRES_URL", postgres.url());
        try (var processes = Processes.of(all, jvm)) {
            var persistence = processes.start("persistence");
            persistence.awaitReady();
            once(persistence, messages, 1_000_001);
            return once(persistence, messages, 1_000_002);
        }
    }

    private Result once(ServiceProcess persistence, int messages, long seed) {
        persistence.freeze();
        append(Row.some(messages, bodyLength, seed));
        var trees = Map.of(
                "persistence", new ProcessTree(List.of(persistence.pid())),
                "postgres", new ProcessTree(List.of(postgres.pid())),
                "redis", new ProcessTree(List.of(redis.pid())));
        var before = processor(trees);
        var begun = System.nanoTime();
        persistence.thaw();
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> redis.command("XLEN", STREAM).equals("0"));
        var seconds = (System.nanoTime() - begun) / 1e9;
        var after = processor(trees);
        after.replaceAll((name, nanos) -> (nanos - before.getOrDefault(name, 0L)) / messages);
        var micros = new TreeMap<String, Double>();
        after.forEach((name, nanos) -> micros.put(name, nanos / 1e3));
        return new Result(messages, messages / seconds, micros);
    }

    private static Map<String, Long> processor(Map<String, ProcessTree> trees) {
        var nanos = new TreeMap<String, Long>();
        trees.forEach((name, tree) -> nanos.put(name, tree.processorNanos()));
        return nanos;
    }

    private void append(List<Row> rows) {
        var vertx = Vertx.vertx();
        var bus = ShardBus.open(
                vertx, RedisSettings.standalone(redis.url()), Shards.of(1).keys(0));
        try {
            Awaitility.await().until(() -> bus.commands().connected());
            for (int from = 0; from < rows.size(); from += AT_ONCE) {
                Future.all(rows.subList(from, Math.min(rows.size(), from + AT_ONCE)).stream()
                                .map(row -> bus.append(Addresses.MESSAGES, row.entry()))
                                .toList())
                        .await();
            }
        } finally {
            bus.close().await();
            vertx.close().await();
        }
    }
}
