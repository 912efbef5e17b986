package chat.tandem.persistence.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before another try: a random part ("full jitter") of a bound that doubles with each failure, so that
 * many who failed together do not come back together.
 *
 * @param first bound after the first failure; above 0
 * @param cap bound that is never exceeded; not below {@code first}
 */
public record Backoff(Duration first, Duration cap) {

    /** Refuses bounds that make no sense. */
    public Backoff {
        if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("a backoff grows from above 0 to its cap");
        }
    }

    /** The wait after so many failures in a row, in milliseconds, at least 1. */
    public long pauseMs(int failures) {
        return 1 + ThreadLocalRandom.current().nextLong(boundMs(failures));
    }

    long boundMs(int failures) {
        int doublings = Math.min(Math.max(failures - 1, 0), 30);
        return Math.min(first.toMillis() << doublings, cap.toMillis());
    }
}
