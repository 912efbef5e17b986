package chat.tandem.common.state;

import chat.tandem.common.ops.Metrics;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The real way to the scripts, in a process whose clock and whose new ids a simulation hands out. */
public final class Simulated {
    private static final Keys KEYS = Shards.of(1).keys(0);

    private Simulated() {}

    /** The only shard's keys. */
    public static Keys keys() {
        return KEYS;
    }

    /** What a process knows of Redis' time. */
    public static RedisClock clock(LongSupplier processMillis) {
        return new RedisClock(processMillis);
    }

    /** What a gateway uses. */
    public static ShardState state(
            Function<Request, Future<Response>> redis, StateSettings settings, RedisClock clock) {
        return new ShardState(new ScriptRunner(redis, KEYS, clock, new Metrics()), settings, Script.REDIS_CLOCK);
    }

    /** What a matcher uses. */
    public static ShardUpkeep upkeep(
            Function<Request, Future<Response>> redis,
            StateSettings settings,
            RedisClock clock,
            Supplier<UUID> conversations) {
        return new ShardUpkeep(
                redis,
                new ScriptRunner(redis, KEYS, clock, new Metrics()),
                settings,
                Script.REDIS_CLOCK,
                conversations);
    }
}
