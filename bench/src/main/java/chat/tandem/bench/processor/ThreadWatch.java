package chat.tandem.bench.processor;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Watches the event loops of this process: a generator whose own thread is full measures itself. Each second it looks
 * at how much processor time each had.
 */
public final class ThreadWatch implements AutoCloseable {
    private final String namePart;
    private final Map<Long, Long> lastNanos = new HashMap<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("thread-watch").factory());
    private long lastLook = System.nanoTime();
    private volatile double busiest;

    private ThreadWatch(String namePart) {
        this.namePart = namePart;
    }

    /** Starts to watch the threads whose names hold this. */
    public static ThreadWatch of(String namePart) {
        var watch = new ThreadWatch(namePart);
        watch.look();
        watch.busiest = 0;
        var unused = watch.watch.scheduleAtFixedRate(watch::look, 1, 1, TimeUnit.SECONDS);
        return watch;
    }

    /** The largest share of a second, 0 to 1, that one of them was running. */
    public double busiest() {
        return busiest;
    }

    private void look() {
        var threads = ManagementFactory.getThreadMXBean();
        var now = System.nanoTime();
        var elapsed = Math.max(1, now - lastLook);
        for (var info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null && info.getThreadName().contains(namePart)) {
                var used = threads.getThreadCpuTime(info.getThreadId());
                var before = lastNanos.put(info.getThreadId(), used);
                if (before != null) {
                    busiest = Math.max(busiest, (double) (used - before) / elapsed);
                }
            }
        }
        lastLook = now;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
