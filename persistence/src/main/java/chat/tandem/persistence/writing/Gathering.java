package chat.tandem.persistence.writing;

import chat.tandem.persistence.writing.Writer.Item;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Makes batches of what comes in parts, by size or by time, whichever is first. A commit costs nearly the same for one
 * row as for a hundred, so the size follows the load by itself: what comes alone goes at once; what comes within the
 * linger of the last batch gathers until that is over; and while as many batches are stored as may be at once, everything
 * gathers, so that whoever has to catch up does it in the largest ones.
 *
 * <p>Used on one event loop only. It holds what it is given and nothing bounds that here: its reader does.
 *
 * @param <E> the entry that a row came from
 */
final class Gathering<E> {

    private final Vertx vertx;
    private final int most;
    private final int atOnce;
    private final long lingerNanos;
    private final Function<List<Item<E>>, Future<Void>> store;
    private final Deque<Part<E>> waiting = new ArrayDeque<>();
    private int entries;
    private int inFlight;
    private long lastBegun;
    private boolean timed;
    private boolean hurried;

    /**
     * Nothing gathered yet.
     *
     * @param most entries of a batch, unless a part alone has more
     * @param atOnce batches that are stored at once
     * @param linger least time between the beginnings of two batches that are not full
     * @param store completes when the batch is stored
     */
    Gathering(Vertx vertx, int most, int atOnce, Duration linger, Function<List<Item<E>>, Future<Void>> store) {
        this.vertx = vertx;
        this.most = most;
        this.atOnce = atOnce;
        this.lingerNanos = linger.toNanos();
        this.store = store;
        this.lastBegun = System.nanoTime() - lingerNanos;
    }

    private record Part<E>(List<Item<E>> items, Promise<Void> done) {}

    /** Completes when all of these are stored, and fails if the batch with any of them did. */
    Future<Void> add(List<Item<E>> items) {
        if (items.isEmpty()) {
            return Future.succeededFuture();
        }
        var part = new Part<E>(items, Promise.promise());
        waiting.add(part);
        entries += items.size();
        flush();
        return part.done.future();
    }

    /** Lingers no more: what is gathered goes as soon as there is room for it. */
    void hurry() {
        hurried = true;
        flush();
    }

    private void flush() {
        while (inFlight < atOnce && !waiting.isEmpty()) {
            long early = lingerNanos - (System.nanoTime() - lastBegun);
            if (entries < most && early > 0 && !hurried) {
                flushIn(early);
                return;
            }
            begin(take());
        }
    }

    private void flushIn(long nanos) {
        if (!timed) {
            timed = true;
            vertx.setTimer(1 + nanos / 1_000_000, over -> {
                timed = false;
                flush();
            });
        }
    }

    private List<Part<E>> take() {
        List<Part<E>> parts = new ArrayList<>();
        int taken = 0;
        while (!waiting.isEmpty()
                && (parts.isEmpty() || taken + waiting.peek().items.size() <= most)) {
            Part<E> part = waiting.remove();
            parts.add(part);
            taken += part.items.size();
        }
        entries -= taken;
        return parts;
    }

    private void begin(List<Part<E>> parts) {
        inFlight++;
        lastBegun = System.nanoTime();
        List<Item<E>> batch =
                parts.stream().flatMap(part -> part.items.stream()).toList();
        store.apply(batch).onComplete(stored -> {
            inFlight--;
            parts.forEach(part -> part.done.handle(stored));
            flush();
        });
    }
}
