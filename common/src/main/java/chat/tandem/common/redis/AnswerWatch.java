package chat.tandem.common.redis;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/**
 * Notices that an answer takes too long. Answers come in the order of the commands, so one timer for the oldest command
 * serves them all; it runs only while something waits.
 *
 * <p>A process that stood still finds its timers due and its answers unread at the same moment. So what is too late is
 * looked at again a moment later, when the loop has read what had arrived.
 */
final class AnswerWatch {
    private static final long MOMENT_MS = 5;

    private final Vertx vertx;
    private final long timeoutMs;
    private final LongUnaryOperator waitingSince;
    private final Runnable tooLate;
    private boolean watching;

    /**
     * @param waitingSince since when the oldest command waits, in {@link System#nanoTime}; its argument where none does
     * @param tooLate called when that has become too long
     */
    AnswerWatch(Vertx vertx, Duration timeout, LongUnaryOperator waitingSince, Runnable tooLate) {
        this.vertx = vertx;
        this.timeoutMs = timeout.toMillis();
        this.waitingSince = waitingSince;
        this.tooLate = tooLate;
    }

    /** A command was sent. */
    void begin() {
        if (!watching) {
            watching = true;
            lookIn(timeoutMs);
        }
    }

    private void lookIn(long delayMs) {
        vertx.setTimer(delayMs, due -> {
            if (waitedMs() >= timeoutMs) {
                vertx.setTimer(MOMENT_MS, later -> lookAgain());
            } else {
                goOn();
            }
        });
    }

    private void lookAgain() {
        if (waitedMs() >= timeoutMs) {
            tooLate.run();
        }
        goOn();
    }

    private void goOn() {
        long waited = waitedMs();
        watching = waited >= 0;
        if (watching) {
            lookIn(Math.max(1, timeoutMs - waited));
        }
    }

    /** Returns how long the oldest command has waited, in milliseconds; -1 where none waits. */
    private long waitedMs() {
        long now = System.nanoTime();
        long since = waitingSince.applyAsLong(now + 1);
        return since == now + 1 ? -1 : TimeUnit.NANOSECONDS.toMillis(now - since);
    }
}
