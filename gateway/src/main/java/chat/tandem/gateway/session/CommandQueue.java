package chat.tandem.gateway.session;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Runs the commands of one connection strictly one after another: the next begins when the one before is answered.
 * A step's failure is its own affair and stops nothing.
 */
final class CommandQueue {
    private final Deque<Supplier<Future<?>>> waiting = new ArrayDeque<>(4);
    private final Runnable taken;
    private boolean running;

    /** @param taken told each time that a step leaves the queue */
    CommandQueue(Runnable taken) {
        this.taken = taken;
    }

    /** How many have not begun. */
    int waiting() {
        return waiting.size();
    }

    /** Forgets those that have not begun. */
    void clear() {
        waiting.clear();
    }

    /** Adds a step behind all others; it begins at once where nothing runs. It must not throw. */
    void add(Supplier<Future<?>> step) {
        waiting.add(step);
        advance();
    }

    private void advance() {
        while (!running && !waiting.isEmpty()) {
            Supplier<Future<?>> step = waiting.remove();
            running = true; // First: whoever is told may add a step, which must not begin before this one.
            taken.run();
            Future<?> done = step.get();
            if (done.isComplete()) {
                running = false;
            } else {
                var unused = done.onComplete(result -> {
                    running = false;
                    advance();
                });
            }
        }
    }
}
