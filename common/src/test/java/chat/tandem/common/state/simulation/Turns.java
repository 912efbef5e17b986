package chat.tandem.common.state.simulation;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** The gateway's {@code CommandQueue}: a connection's commands one after another. */
final class Turns {
    private final Deque<Supplier<Future<?>>> waiting = new ArrayDeque<>();
    private boolean running;

    boolean none() {
        return waiting.isEmpty() && !running;
    }

    void clear() {
        waiting.clear();
    }

    void add(Supplier<Future<?>> turn) {
        waiting.add(turn);
        advance();
    }

    private void advance() {
        while (!running && !waiting.isEmpty()) {
            running = true;
            Future<?> done = waiting.remove().get();
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
