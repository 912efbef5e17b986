package chat.tandem.common.state;

import java.util.function.LongSupplier;

/**
 * Redis' time as one process knows it: its own monotonic clock and an offset that is measured anew at each renewal of a
 * lease. A process clock that jumps does not matter.
 */
public final class RedisClock {
    private final LongSupplier monotonicMillis;
    private volatile long offset;
    private volatile boolean known;

    /** A clock that knows nothing yet. */
    public RedisClock() {
        this(() -> System.nanoTime() / 1_000_000);
    }

    RedisClock(LongSupplier monotonicMillis) {
        this.monotonicMillis = monotonicMillis;
    }

    /**
     * Takes a measurement.
     *
     * @param redisMillis what TIME said, in epoch milliseconds
     */
    public void measured(long redisMillis) {
        offset = redisMillis - monotonicMillis.getAsLong();
        known = true;
    }

    /** The process's own monotonic clock, in milliseconds from anywhere. */
    long monotonicMillis() {
        return monotonicMillis.getAsLong();
    }

    /** Epoch milliseconds of Redis; before the first measurement 0. */
    public long now() {
        return known ? monotonicMillis.getAsLong() + offset : 0;
    }

    /** The moment after which a call must change nothing; 0, which is no deadline, before the first measurement. */
    long deadlineIn(long millis) {
        return known ? now() + millis : 0;
    }
}
