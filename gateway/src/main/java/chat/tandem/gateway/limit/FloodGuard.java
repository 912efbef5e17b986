package chat.tandem.gateway.limit;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices a client that goes on although it is refused: 1,000 refused commands within 10 s. Counts in slots of one
 * second, so the window is between 9 and 10 s long. Used from one thread.
 */
public final class FloodGuard {
    private static final int MOST = 1_000;
    private static final int SLOTS = 10;
    private static final long SLOT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final long start;
    private final int[] slots = new int[SLOTS];
    private long newest;

    /** @param nanoTime a monotonic clock */
    public FloodGuard(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Counts one refused command, and says whether it is one too many. */
    public boolean refused() {
        long slot = (nanoTime.getAsLong() - start) / SLOT_NANOS;
        for (long passed = Math.max(newest + 1, slot - SLOTS + 1); passed <= slot; passed++) {
            slots[index(passed)] = 0;
        }
        newest = Math.max(newest, slot);
        slots[index(newest)]++;
        return total() >= MOST;
    }

    private int total() {
        int total = 0;
        for (int count : slots) {
            total += count;
        }
        return total;
    }

    private static int index(long slot) {
        return (int) (slot % SLOTS);
    }
}
