package chat.tandem.gateway.session;

import chat.tandem.gateway.limit.GuestLimit;
import chat.tandem.gateway.limit.UnauthenticatedMemory;
import chat.tandem.gateway.meters.ClientMeters;
import chat.tandem.gateway.shard.ShardGateways;
import chat.tandem.gateway.token.Tokens;
import java.util.function.LongSupplier;

/**
 * What all sessions of one event loop share.
 *
 * @param memory of connections without a session
 * @param nanoTime the loop's monotonic clock
 */
public record Surroundings(
        SessionSettings settings,
        Tokens tokens,
        ShardGateways shards,
        LoopWatch watch,
        GuestLimit guests,
        ClientMeters meters,
        UnauthenticatedMemory memory,
        LongSupplier nanoTime) {
    long epochSeconds() {
        return System.currentTimeMillis() / 1000;
    }
}
