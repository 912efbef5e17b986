package chat.tandem.gateway.session;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Knows whether the event loop stood still (a frozen process, a suspended machine): what was read meanwhile is old, and
 * a {@code hello} among it must not replace a session that was taken since. Used on its loop.
 */
public final class LoopWatch {
    private static final long PERIOD = Duration.ofMillis(250).toNanos();
    private static final long TOO_LATE = Duration.ofSeconds(2).toNanos();

    private final Vertx vertx;
    private final LongSupplier nanoTime;
    private final LongConsumer lateness;
    private long expected;
    private boolean late;

    private LoopWatch(Vertx vertx, LongSupplier nanoTime, LongConsumer lateness) {
        this.lateness = lateness;
        this.vertx = vertx;
        this.nanoTime = nanoTime;
    }

    /**
     * Watches the current loop from now on.
     *
     * @param lateness told each time by how many nanoseconds the loop was late
     */
    public static LoopWatch start(Vertx vertx, LongSupplier nanoTime, LongConsumer lateness) {
        LoopWatch watch = new LoopWatch(vertx, nanoTime, lateness);
        watch.schedule();
        return watch;
    }

    private void schedule() {
        expected = nanoTime.getAsLong() + PERIOD;
        vertx.setTimer(Duration.ofNanos(PERIOD).toMillis(), timer -> {
            late = overdue();
            lateness.accept(nanoTime.getAsLong() - expected);
            schedule();
            if (late) {
                // A timer fires after the loop has read once more: what it read until then is late too.
                vertx.setTimer(1, turned -> late = false);
            }
        });
    }

    /** Whether what is being read now may have waited for more than 2 s. */
    public boolean late() {
        return late || overdue();
    }

    private boolean overdue() {
        return nanoTime.getAsLong() - expected > TOO_LATE;
    }
}
