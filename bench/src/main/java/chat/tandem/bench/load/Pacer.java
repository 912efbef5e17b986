package chat.tandem.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Starts messages when they are due, on one event loop. It waits for nothing else: after a pause (a stalled loop, a
 * slow machine) everything that fell due is started with the moment at which it <em>should</em> have started, so a
 * latency counted from that moment holds what the pause hid.
 */
final class Pacer {
    /** Started in one turn of the loop at most, so that sockets are read in between. */
    static final int PER_TURN = 32;

    /** Runs a task on the pacer's loop, so many nanoseconds from now. */
    interface Timer {
        void after(long nanos, Runnable task);
    }

    private final ArrivalSchedule schedule;
    private final long startNanos;
    private final long endNanos;
    private final LongSupplier clock;
    private final Timer timer;
    private final LongConsumer starter;
    private final Promise<Void> done = Promise.promise();
    private long due;

    /**
     * @param startNanos when the schedule begins, by {@code clock}
     * @param endNanos nothing that is due then or later is started
     * @param starter starts one message, given the moment at which it was due, by {@code clock}
     */
    Pacer(
            ArrivalSchedule schedule,
            long startNanos,
            long endNanos,
            LongSupplier clock,
            Timer timer,
            LongConsumer starter) {
        this.schedule = schedule;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
        this.clock = clock;
        this.timer = timer;
        this.starter = starter;
    }

    /** Completes when all that was due before the end has been started. */
    Future<Void> run() {
        due = startNanos + schedule.next();
        await();
        return done.future();
    }

    private void await() {
        if (due >= endNanos) {
            done.complete();
        } else {
            timer.after(Math.max(0, due - clock.getAsLong()), this::turn);
        }
    }

    private void turn() {
        var now = clock.getAsLong();
        for (int started = 0; started < PER_TURN && due <= now && due < endNanos; started++) {
            starter.accept(due);
            due = startNanos + schedule.next();
        }
        await();
    }
}
