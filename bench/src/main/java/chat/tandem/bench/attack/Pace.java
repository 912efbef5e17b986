package chat.tandem.bench.attack;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The rate of a flood: permits appear by the clock, whatever became of those before them, and an action takes one. What
 * nobody takes within a second is lost, so that a flood that was held up does not make up for it. Thread-safe.
 */
final class Pace {
    private static final long TICK_MILLIS = 10;

    private final Semaphore permits = new Semaphore(0, true);
    private final int perSecond;
    private volatile boolean over;
    private long taken;

    Pace(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Gives permits for as long as said, and blocks meanwhile. */
    void run(Duration length) throws InterruptedException {
        long begun = System.nanoTime();
        long end = begun + length.toNanos();
        long given = 0;
        var clock = new Semaphore(0);
        while (System.nanoTime() - end < 0) {
            long due = (long) ((System.nanoTime() - begun) / 1e9 * perSecond);
            int room = Math.max(0, perSecond - permits.availablePermits());
            permits.release((int) Math.min(room, due - given));
            given = due;
            // Nobody releases it: this waits.
            var unused = clock.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
        over = true;
        permits.release(Integer.MAX_VALUE / 2);
    }

    /** Waits for a permit; false when the flood is over. */
    boolean take() {
        try {
            permits.acquire();
            if (!over) {
                count();
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private synchronized void count() {
        taken++;
    }

    /** How many permits were taken. */
    synchronized long taken() {
        return taken;
    }
}
