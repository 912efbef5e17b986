package chat.tandem.common.service;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a process that was asked to stop. SIGTERM, SIGINT and SIGHUP drain it; the exit code is then
 * {@link ExitCode#STOPPED}, or {@link ExitCode#FAULT} if the drain failed or took too long. There is one per process,
 * armed before anything else, so that a signal in the middle of the start is a stop like any other.
 */
public final class Termination {

    /** What a process does before it ends. It bounds its own time, and an exception says that it was not done in order. */
    @FunctionalInterface
    public interface Drain {
        void run() throws Exception;
    }

    private final AtomicBoolean armed = new AtomicBoolean(true);
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile Drain drain = () -> {};

    private Termination() {}

    /**
     * Watches for the signals from now on.
     *
     * @param args the command line; one that begins with a subcommand ends by itself
     */
    public static Termination arm(String... args) {
        Termination termination = new Termination();
        if (args.length > 0 && !args[0].startsWith("-")) {
            termination.drain = Termination::unfinished;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(termination::end, "termination"));
        return termination;
    }

    /** A command that ends by itself, such as a migration, has failed if a signal was faster. */
    private static void unfinished() {
        throw new IllegalStateException("ended before it was done");
    }

    /**
     * Says what to do first when the signal comes: called at most once, on a thread of its own, which it may block.
     */
    public void drain(Drain first) {
        drain = first;
    }

    /** Waits until a signal ends the process. Never returns normally. */
    public void await() throws InterruptedException {
        never.await();
    }

    /** Ends the process for a reason of its own: nothing is drained. */
    public void exit(int code) {
        armed.set(false);
        System.exit(code);
    }

    /** Halts from within the hook: a signal would otherwise become an exit code above 128. */
    private void end() {
        if (armed.getAndSet(false)) {
            Runtime.getRuntime().halt(drained() ? ExitCode.STOPPED : ExitCode.FAULT);
        }
    }

    private boolean drained() {
        Logger log = LoggerFactory.getLogger(Termination.class);
        try {
            log.info("stopping");
            drain.run();
            log.info("stopped");
            return true;
        } catch (Exception fault) {
            log.error("could not stop in order", fault);
            return false;
        }
    }
}
