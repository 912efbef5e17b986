package chat.tandem.e2e.outage;

import chat.tandem.testing.RedisProcess;
import java.util.regex.Pattern;

/** Looks at the stream of writes in a Redis that has one shard. */
final class Gauge {
    private static final String STREAM = "{0}:messages";
    private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");

    private final RedisProcess redis;
    private final long begun = System.nanoTime();

    Gauge(RedisProcess redis) {
        this.redis = redis;
    }

    Sample look(String phase) {
        var entries = Long.parseLong(redis.command("XLEN", STREAM));
        var oldest = redis.command("XRANGE", STREAM, "-", "+", "COUNT", "1");
        var now = redis.command("TIME").lines().findFirst().orElseThrow();
        var age = oldest.isEmpty() ? 0 : Long.parseLong(now) - Long.parseLong(oldest.split("-", 2)[0]) / 1e3;
        return new Sample((System.nanoTime() - begun) / 1e9, phase, entries, Math.max(0, age), used());
    }

    private long used() {
        var line = USED.matcher(redis.command("INFO", "memory"));
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }
}
