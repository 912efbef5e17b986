package chat.tandem.persistence.writing;

import chat.tandem.common.redis.Backoff;
import chat.tandem.persistence.schema.Partitions;
import chat.tandem.persistence.store.Availability;
import chat.tandem.persistence.store.Fault;
import chat.tandem.persistence.store.UnsendableRowsException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores batches until each is stored: what passes is tried again for ever, with backoff and full jitter; a batch that
 * PostgreSQL refuses for its rows is halved until the bad row stands alone, and that one goes to the dead letters while
 * all others are stored. Halves follow each other, so that one batch is never more than one statement in flight. Nothing
 * is ever dropped, and order does not matter.
 *
 * @param <E> the entry that a row came from, as the dead letters want it
 */
final class Writer<E> {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    /**
     * A decoded entry.
     *
     * @param entry where it came from
     * @param change what it changes
     */
    record Item<E>(E entry, Change change) {}

    /** Where an entry goes that can never be stored. */
    @FunctionalInterface
    interface DeadLetters<E> {

        /** Completes when the entry is there, and no longer pending. */
        Future<Void> bury(E entry, String reason);
    }

    /** Failures of a batch before its halves are tried apart, where PostgreSQL answers but does not say whose fault it is. */
    private static final int PATIENCE = 6;

    /** A batch of so many entries is not too slow for its size. */
    private static final int SMALL = 64;

    private final Vertx vertx;
    private final BatchStore store;
    private final Partitions partitions;
    private final Backoff backoff;
    private final Availability availability;
    private final WriteMeters meters;
    private final DeadLetters<E> deadLetters;
    private final Set<Runnable> pauses = new HashSet<>();
    private boolean stopped;

    /** Used on one event loop only. */
    Writer(
            Vertx vertx,
            BatchStore store,
            Partitions partitions,
            Backoff backoff,
            Availability availability,
            WriteMeters meters,
            DeadLetters<E> deadLetters) {
        this.vertx = vertx;
        this.store = store;
        this.partitions = partitions;
        this.backoff = backoff;
        this.availability = availability;
        this.meters = meters;
        this.deadLetters = deadLetters;
    }

    /**
     * Completes when every item is committed or a dead letter. Fails only when the writer is stopped while it waits for
     * PostgreSQL, or when Redis does not take a dead letter.
     */
    Future<Void> write(List<Item<E>> items) {
        var attempt = new Attempt<>(items, Promise.promise());
        run(attempt);
        return attempt.done.future();
    }

    /** Gives up waiting: what is not stored yet fails, and is left to whoever reads it next. */
    void stop() {
        stopped = true;
        List.copyOf(pauses).forEach(Runnable::run);
    }

    /** A batch on its way, with what was tried for it. */
    private static final class Attempt<E> {
        final List<Item<E>> items;
        final Promise<Void> done;
        int failures;
        boolean partitionsMade;

        Attempt(List<Item<E>> items, Promise<Void> done) {
            this.items = items;
            this.done = done;
        }
    }

    private void run(Attempt<E> attempt) {
        long begun = System.nanoTime();
        attempt(attempt.items).onComplete(stored -> {
            meters.attempted(attempt.items.size(), stored.succeeded(), System.nanoTime() - begun);
            if (stored.succeeded()) {
                availability.answered();
                attempt.done.complete();
            } else {
                handle(attempt, stored.cause());
            }
        });
    }

    private Future<Void> attempt(List<Item<E>> items) {
        try {
            return store.store(Batch.of(items.stream().map(Item::change).toList()));
        } catch (RuntimeException unsendable) {
            return Future.failedFuture(new UnsendableRowsException(unsendable));
        }
    }

    private void handle(Attempt<E> attempt, Throwable failure) {
        Fault fault = Fault.of(failure);
        if (fault == Fault.AWAY) {
            availability.failed(failure);
        } else {
            availability.answered();
        }
        switch (fault) {
            case AWAY -> pause(attempt, failure);
            case PASSING -> passing(attempt, failure);
            case SLOW -> slow(attempt, failure);
            case PARTITION -> makePartitions(attempt, failure);
            case ROWS -> divide(attempt, failure);
        }
    }

    /** Whatever is refused again and again is kept apart from the rest, which may have nothing to do with it. */
    private void passing(Attempt<E> attempt, Throwable failure) {
        if (attempt.failures == PATIENCE) {
            LOG.warn(
                    "{} entries are refused again and again, and are tried further ({})",
                    attempt.items.size(),
                    Fault.reason(failure));
        }
        if (attempt.failures >= PATIENCE && attempt.items.size() > 1) {
            divide(attempt, failure);
        } else {
            pause(attempt, failure);
        }
    }

    private void slow(Attempt<E> attempt, Throwable failure) {
        if (attempt.items.size() > SMALL) {
            divide(attempt, failure);
        } else {
            pause(attempt, failure);
        }
    }

    private void pause(Attempt<E> attempt, Throwable failure) {
        if (stopped) {
            attempt.done.fail(failure);
            return;
        }
        meters.passing();
        Promise<Void> waited = Promise.promise();
        Runnable giveUp = () -> waited.tryFail(failure);
        pauses.add(giveUp);
        long timer = vertx.setTimer(backoff.delayMs(attempt.failures++), id -> waited.tryComplete());
        waited.future().onComplete(over -> {
            pauses.remove(giveUp);
            vertx.cancelTimer(timer);
            if (over.succeeded()) {
                run(attempt);
            } else {
                attempt.done.fail(failure);
            }
        });
    }

    /** If that does not help, the conversation's id is no moment of ours, and the row is to blame. */
    private void makePartitions(Attempt<E> attempt, Throwable failure) {
        if (attempt.partitionsMade) {
            divide(attempt, failure);
            return;
        }
        attempt.partitionsMade = true;
        meters.partition();
        Set<UUID> conversations = new HashSet<>();
        attempt.items.forEach(item -> conversations.add(item.change().conversation()));
        partitions.ensureFor(conversations).onSuccess(made -> run(attempt)).onFailure(again -> pause(attempt, again));
    }

    private void divide(Attempt<E> attempt, Throwable failure) {
        List<Item<E>> items = attempt.items;
        if (items.size() == 1) {
            bury(items.getFirst(), failure).onComplete(attempt.done);
            return;
        }
        meters.divided();
        int middle = items.size() / 2;
        write(items.subList(0, middle))
                .transform(older -> write(items.subList(middle, items.size()))
                        .compose(newer -> older.succeeded()
                                ? Future.<Void>succeededFuture()
                                : Future.<Void>failedFuture(older.cause())))
                .onComplete(attempt.done);
    }

    private Future<Void> bury(Item<E> item, Throwable failure) {
        String reason = Fault.reason(failure);
        LOG.atError()
                .addKeyValue("conversation", item.change().conversation())
                .log("an entry can never be stored: {}", reason);
        return deadLetters.bury(item.entry(), reason);
    }
}
