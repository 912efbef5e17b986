package chat.tandem.gateway.shard;

import chat.tandem.common.bus.InboxEntry;
import chat.tandem.common.config.RateLimit;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Done;
import chat.tandem.common.state.Outcome;
import chat.tandem.common.state.Shards;
import chat.tandem.common.state.StateSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** One gateway in all shards. Used on one event loop. */
public final class ShardGateways {
    private final Shards shards;
    private final List<ShardGateway> gateways = new ArrayList<>();

    /**
     * Connects to all shards and registers in each.
     *
     * @param asked answers other gateways about connections that live here
     */
    public ShardGateways(
            Vertx vertx,
            RedisSettings redis,
            StateSettings state,
            Metrics metrics,
            Function<InboxEntry.Asked, Future<Buffer>> asked) {
        shards = Shards.of(redis.shards());
        for (int index = 0; index < shards.count(); index++) {
            gateways.add(new ShardGateway(vertx, redis, shards.keys(index), state, metrics, asked));
        }
    }

    /** Completes when the gateway is registered everywhere. */
    public Future<Void> registered() {
        return Future.all(gateways.stream().map(ShardGateway::registered).toList())
                .mapEmpty();
    }

    /** Calls this each time that the gateway has registered in one of the shards, under a new id. */
    void onRegistered(Consumer<Tenure> handler) {
        gateways.forEach(gateway -> gateway.onRegistered(handler));
    }

    /** The gateway's stay in the user's shard; empty while it is not registered there. */
    public Optional<Tenure> tenureFor(String user) {
        return gateways.get(shards.indexOf(user)).tenure();
    }

    /**
     * Counts a guest to be made for a network, in the shard that the network's name falls to: 0, or in how many milliseconds there may be
     * one. Fails where Redis does not answer.
     *
     * @param limit not off
     */
    public Future<Long> countGuest(String network, RateLimit limit) {
        return tenureFor(network)
                .map(tenure -> tenure.state().countGuest(network, limit).map(ShardGateways::pause))
                .orElseGet(() -> Future.failedFuture("not registered"));
    }

    private static long pause(Outcome<Done> outcome) {
        return switch (outcome) {
            case Outcome.Ok<Done> ok -> 0;
            case Outcome.Refused<Done>(var refusal) -> refusal.retryAfterMillis();
        };
    }

    /** How many users are online, as of the last renewals. */
    public long online() {
        long online = 0;
        for (ShardGateway gateway : gateways) {
            online += gateway.online();
        }
        return online;
    }

    /** Takes a fresher count of a user's shard over. */
    public void online(String user, long count) {
        gateways.get(shards.indexOf(user)).online(count);
    }

    /** Whether Redis can be reached for all shards; safe from any thread. */
    public boolean connected() {
        return gateways.stream().allMatch(ShardGateway::connected);
    }

    /** Gives all leases back and closes the connections. */
    public Future<Void> stop() {
        return Future.join(gateways.stream().map(ShardGateway::stop).toList()).mapEmpty();
    }
}
