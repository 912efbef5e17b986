package chat.tandem.persistence.writing;

import chat.tandem.common.ops.Status;
import chat.tandem.common.redis.Backoff;
import chat.tandem.persistence.store.Fault;
import chat.tandem.persistence.writing.Writer.Item;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries that cannot be stored while others can: somebody holds their row, or PostgreSQL refuses them and that is
 * not their own fault. They are tried again one after another, for ever, and stay pending until then; whoever takes over
 * from this process tries them too. There is room for so many; when it is used up, writing stops until some are stored.
 *
 * <p>Used on one event loop only, but for its status.
 *
 * @param <E> the entry that a row came from
 */
final class HeldEntries<E> {
    private static final Logger LOG = LoggerFactory.getLogger(HeldEntries.class);

    /** Entries at most: what they say is in memory. */
    static final int MOST = 1_000;

    private static final Backoff RETRY = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

    private final Vertx vertx;
    private final Entries<E> entries;
    private final WriteMeters meters;
    private final Function<Item<E>, Future<Boolean>> attempt;
    private final Deque<Item<E>> waiting = new ArrayDeque<>();
    private int failures;
    private int held;
    private long timer = -1;
    private boolean stopped;
    private volatile Status status = Status.up("nothing waits apart");

    /** @param attempt tries one entry; answers whether it is done, and fails with why it cannot be */
    HeldEntries(Vertx vertx, Entries<E> entries, WriteMeters meters, Function<Item<E>, Future<Boolean>> attempt) {
        this.vertx = vertx;
        this.entries = entries;
        this.meters = meters;
        this.attempt = attempt;
    }

    /** For the health page, from any thread. */
    Status status() {
        return status;
    }

    /**
     * Takes an entry out of its batch.
     *
     * @return false where there is no room
     */
    boolean hold(Item<E> item, Throwable failure) {
        if (held >= MOST) {
            if (status.up()) {
                LOG.error(
                        "{} entries cannot be stored, and no more is written until some are ({})",
                        held,
                        reason(failure));
                status = Status.down("stopped: " + held + " entries are refused, the last one with " + reason(failure));
            }
            return false;
        }
        entries.setAside(item.entry());
        changed(1);
        waiting.add(item);
        if (held == 1) {
            LOG.warn("An entry cannot be stored now, and waits apart from the others ({})", reason(failure));
        }
        if (status.up()) {
            status = Status.up(held + " entries wait apart, the last one because of " + reason(failure));
        }
        if (timer < 0 && waiting.size() == 1 && held == 1) {
            later();
        }
        return true;
    }

    /** Tries no more; what is held is left to whoever reads it next. */
    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        changed(-held);
    }

    private void later() {
        timer = vertx.setTimer(RETRY.delayMs(failures), id -> tryNext());
    }

    private void tryNext() {
        timer = -1;
        Item<E> item = waiting.poll();
        if (item == null || stopped) {
            return;
        }
        attempt.apply(item).onComplete(outcome -> {
            if (stopped) {
                return;
            }
            if (outcome.succeeded()) {
                done(item, outcome.result());
                tryNext();
            } else {
                waiting.add(item);
                failures++;
                later();
            }
        });
    }

    private void done(Item<E> item, boolean stored) {
        failures = 0;
        if (stored) {
            entries.finish(item.entry());
        }
        changed(-1);
        if (held == 0) {
            LOG.info("Nothing waits apart any more: all is stored");
            status = Status.up("nothing waits apart");
        } else {
            status = Status.up(held + " entries wait apart");
        }
    }

    private void changed(int by) {
        held += by;
        meters.held(by);
    }

    private static String reason(Throwable failure) {
        return Fault.reason(failure);
    }
}
