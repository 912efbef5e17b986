package chat.tandem.gateway.limit;

import chat.tandem.common.config.RateLimit;
import java.util.function.LongSupplier;

/** Says whether something may happen now. */
public interface Limiter {
    /**
     * Takes permits and returns 0, or takes none and returns in how many milliseconds, at least 1, there will be so many.
     *
     * @param permits 0 or more; more than the burst are never there
     */
    long acquire(int permits);

    /** As above, with one permit. */
    default long acquire() {
        return acquire(1);
    }

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
        return limit.isOff() ? permits -> 0 : new TokenBucket(limit, nanoTime);
    }
}
