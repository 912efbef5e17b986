package chat.tandem.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started, so that it is stopped in the reverse order, whenever the signal comes: a part is either fully
 * started and will be stopped, or not started at all.
 */
final class StartedParts {

    /** Stops one part. */
    @FunctionalInterface
    interface Stop<T> {
        void stop(T part) throws Exception;
    }

    private record Part(String name, Callable<Void> stop) {}

    private static final Logger LOG = LoggerFactory.getLogger(StartedParts.class);

    private final ReentrantLock step = new ReentrantLock();
    private final Deque<Part> parts = new ArrayDeque<>();
    private volatile boolean stopping;

    /**
     * Starts a part. While a stop is under way nothing is started any more: the caller waits for the end of the process.
     */
    <T> T start(String name, Callable<T> start, Stop<T> stop) throws Exception {
        if (stopping) {
            Thread.currentThread().join();
        }
        step.lock();
        try {
            T part = start.call();
            parts.push(new Part(name, () -> {
                stop.stop(part);
                return null;
            }));
            return part;
        } finally {
            step.unlock();
        }
    }

    /**
     * Stops all parts, the last one first, once the part that is just being started has started. One that fails does not
     * keep the others from being stopped.
     *
     * @return whether all of them stopped in order
     */
    boolean stopAll() {
        stopping = true;
        step.lock();
        try {
            boolean inOrder = true;
            while (!parts.isEmpty()) {
                inOrder &= stopped(parts.pop());
            }
            return inOrder;
        } finally {
            step.unlock();
        }
    }

    private static boolean stopped(Part part) {
        try {
            part.stop().call();
            LOG.info("{}: stopped", part.name());
            return true;
        } catch (Exception fault) {
            LOG.error("{}: could not be stopped in order", part.name(), fault);
            return false;
        }
    }
}
