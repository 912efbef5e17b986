package chat.tandem.gateway.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a process has more to do than it can: it is short of memory, or one of its event loops is late. Then it lets nobody new in, and
 * serves those that it has. A burst of reconnects is no overload: a loop counts as late when it has been late by more than 1 s three times in a
 * row, and as recovered when it was less than 250 ms late four times in a row.
 */
public final class Overload {
    private static final Logger LOG = LoggerFactory.getLogger(Overload.class);

    private static final double HEAP_ON = 0.85;
    private static final double HEAP_OFF = 0.75;
    private static final double DIRECT_ON = 0.85;
    private static final double DIRECT_OFF = 0.7;

    private static final long LATE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long IN_TIME_NANOS = Duration.ofMillis(250).toNanos();
    private static final int LATE_IN_A_ROW = 3;
    private static final int IN_TIME_IN_A_ROW = 4;

    private static final long SAMPLE_NANOS = Duration.ofMillis(200).toNanos();
    private static final long COLLECT_NANOS = Duration.ofSeconds(30).toNanos();

    private final MemoryUse memory;
    private final LongSupplier nanoTime;
    private final Runnable collect;
    private final Hysteresis heap = new Hysteresis(HEAP_ON, HEAP_OFF);
    private final Hysteresis direct = new Hysteresis(DIRECT_ON, DIRECT_OFF);
    private final AtomicInteger late = new AtomicInteger();
    private volatile boolean shortOfMemory;
    private long sampled;
    private long collected;

    /** @param nanoTime a monotonic clock, the same on all threads */
    public Overload(LongSupplier nanoTime) {
        this(MemoryUse.ofProcess(), nanoTime, System::gc);
    }

    /** @param collect looks for garbage, so that it becomes known when there is memory again */
    Overload(MemoryUse memory, LongSupplier nanoTime, Runnable collect) {
        this.memory = memory;
        this.nanoTime = nanoTime;
        this.collect = collect;
        this.sampled = nanoTime.getAsLong() - SAMPLE_NANOS;
        this.collected = nanoTime.getAsLong();
    }

    /** Whether nobody new is to be let in. */
    public boolean isOn() {
        return shortOfMemory || late.get() > 0;
    }

    /** An event loop that is in time. */
    public Loop loop() {
        return new Loop();
    }

    /** One event loop; used on it alone. */
    public final class Loop {
        private int lateInARow;
        private int inTimeInARow;
        private boolean isLate;

        /** The loop came to what was due by so many nanoseconds too late. Called some times a second. */
        public void turned(long lateNanos) {
            lateInARow = lateNanos > LATE_NANOS ? lateInARow + 1 : 0;
            inTimeInARow = lateNanos < IN_TIME_NANOS ? inTimeInARow + 1 : 0;
            if (!isLate && lateInARow >= LATE_IN_A_ROW) {
                isLate = true;
                late.incrementAndGet();
                LOG.warn("an event loop is late: nobody new is let in until it is in time again");
            } else if (isLate && inTimeInARow >= IN_TIME_IN_A_ROW) {
                isLate = false;
                late.decrementAndGet();
                LOG.info("the event loop is in time again");
            }
            sample();
        }
    }

    private synchronized void sample() {
        long now = nanoTime.getAsLong();
        if (now - sampled < SAMPLE_NANOS) {
            return;
        }
        sampled = now;
        boolean heapShort = heap.at(memory.heap().getAsDouble());
        boolean directShort = direct.at(memory.direct().getAsDouble());
        if (heapShort && now - collected >= COLLECT_NANOS) {
            collected = now;
            collect.run();
        }
        become(heapShort, directShort);
    }

    private void become(boolean heapShort, boolean directShort) {
        boolean isShort = heapShort || directShort;
        if (isShort && !shortOfMemory) {
            LOG.warn("short of {} memory: nobody new is let in until there is more", heapShort ? "heap" : "direct");
        } else if (!isShort && shortOfMemory) {
            LOG.info("there is memory again");
        }
        shortOfMemory = isShort;
    }
}
