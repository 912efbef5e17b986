package chat.tandem.gateway.limit;

import chat.tandem.common.config.RateLimit;
import java.util.function.LongSupplier;

/** Says whether something may happen now. */
public interface Limiter {
    /** Takes a permit and returns 0, or takes none and returns in how many milliseconds, at least 1, there will be one. */
    long acquire();

    /** Puts a permit back that was not used after all. */
    default void giveBack() {}

    /** Whether all permits are there. */
    default boolean isFull() {
        return true;
    }

    /**
     * A limiter of its own for a connection, say.
     *
     * @param nanoTime a monotonic clock
     */
    static Limiter of(RateLimit limit, LongSupplier nanoTime) {
        return limit.isOff() ? () -> 0 : new TokenBucket(limit, nanoTime);
    }
}
