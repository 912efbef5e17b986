package chat.tandem.common.ops;

import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Watches from outside whether every event loop of a service turns: each is given a task now and then, and one that has
 * not come to it after a while stands still. The time counts in turns of the watcher itself, so that a process which was
 * frozen as a whole is not taken for one with a blocked loop when it wakes.
 */
final class EventLoops {

    /** Between two tasks for a loop. */
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /** How long a loop may stand still before the process counts as dead. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx watcher;
    private final Duration interval;
    private final Duration patience;
    private final List<Loop> loops = new ArrayList<>();

    private EventLoops(Vertx watcher, Duration interval, Duration patience) {
        this.watcher = watcher;
        this.interval = interval;
        this.patience = patience;
    }

    /** Watches all event loops of {@code watched} from a loop of another Vert.x, until that is closed. */
    static EventLoops watch(Vertx watched, Vertx watcher, Metrics metrics) {
        return watch(watched, watcher, metrics, INTERVAL, PATIENCE);
    }

    static EventLoops watch(Vertx watched, Vertx watcher, Metrics metrics, Duration interval, Duration patience) {
        EventLoops watch = new EventLoops(watcher, interval, patience);
        Timer lag = metrics.timer(Metric.EVENT_LOOP_LAG);
        ((VertxInternal) watched).eventLoopGroup().forEach(loop -> watch.loops.add(new Loop(loop, lag)));
        watch.turn();
        return watch;
    }

    /** Re-armed each time: a periodic timer would make up for missed turns in one go. */
    private void turn() {
        loops.forEach(Loop::probe);
        watcher.setTimer(interval.toMillis(), again -> turn());
    }

    /** Down while a loop stands still; from any thread. */
    Status status() {
        int most = loops.stream().mapToInt(loop -> loop.missed).max().orElse(0);
        Duration still = interval.multipliedBy(most);
        return still.compareTo(patience) < 0
                ? Status.up("every event loop turns")
                : Status.down("an event loop has not turned for " + still.toSeconds() + " s");
    }

    /** One event loop, with the task that it was given last. */
    private static final class Loop {
        private final EventExecutor executor;
        private final Timer lag;
        private volatile boolean waiting;
        private volatile int missed;

        Loop(EventExecutor executor, Timer lag) {
            this.executor = executor;
            this.lag = lag;
        }

        /** Called by the watcher only. */
        @SuppressWarnings("NonAtomicVolatileUpdate") // The loop itself only ever puts it back to 0, before `waiting`.
        void probe() {
            if (waiting) {
                missed++;
            } else {
                missed = 0;
                waiting = true;
                give(System.nanoTime());
            }
        }

        private void give(long since) {
            try {
                executor.execute(() -> {
                    lag.record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
                    waiting = false;
                });
            } catch (RejectedExecutionException closed) {
                waiting = false;
            }
        }
    }
}
