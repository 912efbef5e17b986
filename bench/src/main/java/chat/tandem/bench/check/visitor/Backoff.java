package chat.tandem.bench.check.visitor;

import java.util.Random;

/**
 * How long to wait before coming back, as docs/PROTOCOL.md says: what the gateway asked for, else longer from time to time;
 * but nobody here waits for so long that little of a run would be left.
 */
final class Backoff {
    private static final long LONGEST_MILLIS = 4_000;

    private final Random random;
    private int attempt;
    private long hintMillis = -1;

    Backoff(Random random) {
        this.random = random;
    }

    /** The gateway says when to come back the next time. */
    void hint(long millis) {
        hintMillis = millis;
    }

    /** The connection has held for a while. */
    void reset() {
        attempt = 0;
    }

    /** Milliseconds to wait now. */
    long next() {
        var wait = hintMillis;
        if (wait < 0) {
            wait = random.nextLong(Math.min(LONGEST_MILLIS, 1_000L << Math.min(attempt, 5)));
        }
        hintMillis = -1;
        attempt++;
        return wait;
    }
}
