package chat.tandem.common.service;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a process that was asked to stop. SIGTERM, SIGINT and SIGHUP drain it; the exit code is then
 * {@link ExitCode#STOPPED}, or {@link ExitCode#FAULT} if the drain failed or took too long. Once armed there is one per
 * process.
 */
public final class Termination {

    private static final Logger LOG = LoggerFactory.getLogger(Termination.class);

    private final AtomicBoolean armed = new AtomicBoolean(true);
    private final CountDownLatch never = new CountDownLatch(1);

    private Termination() {}

    /**
     * Watches for the signals from now on.
     *
     * @param drain what to do first; called at most once, from a thread of its own
     * @param limit how long that may take
     */
    public static Termination arm(Supplier<Future<Void>> drain, Duration limit) {
        Termination termination = new Termination();
        Thread hook = new Thread(() -> termination.end(drain, limit), "termination");
        Runtime.getRuntime().addShutdownHook(hook);
        return termination;
    }

    /** The process ends for a reason of its own: its exit code stands, and nothing is drained. */
    public void disarm() {
        armed.set(false);
    }

    /** Waits until a signal ends the process. Never returns normally. */
    public void await() throws InterruptedException {
        never.await();
    }

    /** Halts from within the hook: a signal would otherwise become an exit code above 128. */
    private void end(Supplier<Future<Void>> drain, Duration limit) {
        if (armed.getAndSet(false)) {
            Runtime.getRuntime().halt(drained(drain, limit) ? ExitCode.STOPPED : ExitCode.FAULT);
        }
    }

    private static boolean drained(Supplier<Future<Void>> drain, Duration limit) {
        try {
            LOG.info("stopping");
            drain.get().await(limit.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("stopped");
            return true;
        } catch (Exception fault) {
            LOG.error("could not stop in order", fault);
            return false;
        }
    }
}
