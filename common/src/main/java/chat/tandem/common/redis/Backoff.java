package chat.tandem.common.redis;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before trying again: exponential with full jitter. The wait is drawn evenly from nothing up to a bound
 * that doubles with each attempt, so that those who failed together do not come back together.
 *
 * @param first the bound before the first repetition, positive
 * @param most what the bound never exceeds, at least {@code first}
 */
public record Backoff(Duration first, Duration most) {
    private static final int MOST_DOUBLINGS = 30;

    /** @throws IllegalArgumentException when a value is out of its range */
    public Backoff {
        if (first.toMillis() < 1 || most.compareTo(first) < 0) {
            throw new IllegalArgumentException("a backoff needs 1 ms <= first <= most");
        }
    }

    /**
     * Draws a wait.
     *
     * @param attempt how many attempts have failed before the last one, from 0
     * @return milliseconds, at least 1
     */
    public long delayMs(int attempt) {
        return ThreadLocalRandom.current().nextLong(boundMs(attempt)) + 1;
    }

    /** Returns the longest wait after that many failed attempts, in milliseconds. */
    long boundMs(int attempt) {
        long doubled = first.toMillis() << Math.min(attempt, MOST_DOUBLINGS);
        return Math.min(doubled, most.toMillis());
    }
}
