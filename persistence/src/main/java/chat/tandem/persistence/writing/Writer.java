package chat.tandem.persistence.writing;

import chat.tandem.common.ops.Status;
import chat.tandem.common.redis.Backoff;
import chat.tandem.persistence.schema.Partitions;
import chat.tandem.persistence.store.Availability;
import chat.tandem.persistence.store.Fault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer stores batches until each is stored: what passes is tried again for ever, with backoff and full jitter; a
 * batch of which PostgreSQL refuses a row, or cannot get one that somebody else has locked, is tried in parts until that
 * row stands alone. If it is the row's own fault, its entry goes to the dead letters; else it is {@linkplain HeldEntries
 * held} apart. All others are stored meanwhile. Parts follow each other, so that one batch is never more than one
 * statement in flight. Nothing is ever dropped, and order does not matter.
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

    /** Failures of a batch before its parts are tried apart, where PostgreSQL answers but does not say whose fault it is. */
    private static final int PATIENCE = 6;

    /** A batch of so many entries is not too slow for its size. */
    private static final int SMALL = 64;

    private static final int PARTS = 8;

    private final MeteredStore<E> store;
    private final Partitions partitions;
    private final Backoff backoff;
    private final WriteMeters meters;
    private final Entries<E> entries;
    private final HeldEntries<E> held;
    private final DeadLetterAllowance allowance = new DeadLetterAllowance();
    private final Pauses pauses;

    /** Used on one event loop only. */
    Writer(
            Vertx vertx,
            BatchStore store,
            Partitions partitions,
            Backoff backoff,
            Availability availability,
            WriteMeters meters,
            Entries<E> entries) {
        this.store = new MeteredStore<>(store, availability, meters, allowance);
        this.partitions = partitions;
        this.backoff = backoff;
        this.meters = meters;
        this.entries = entries;
        this.held = new HeldEntries<>(vertx, entries, meters, this::tryHeld);
        this.pauses = new Pauses(vertx);
    }

    /**
     * Completes when every item is committed, a dead letter, or set aside. Fails only when the writer is stopped while it
     * waits for PostgreSQL.
     */
    Future<Void> write(List<Item<E>> items) {
        var attempt = new Attempt<>(items);
        run(attempt);
        return attempt.done.future();
    }

    /** Gives up waiting: what is not stored yet fails, and is left to whoever reads it next. */
    void stop() {
        pauses.stop();
        held.stop();
    }

    /** Whether everything is stored that comes; from any thread. */
    Status status() {
        return held.status();
    }

    private void run(Attempt<E> attempt) {
        store.store(attempt.items, false)
                .onSuccess(stored -> attempt.done.complete())
                .onFailure(failure -> handle(attempt, failure));
    }

    private void handle(Attempt<E> attempt, Throwable failure) {
        switch (Fault.of(failure)) {
            case AWAY -> pause(attempt, failure);
            case PARTITION -> makePartitions(attempt, failure);
            case ROWS -> refused(attempt, failure);
            case LOCKED -> apart(attempt, failure);
            case SLOW -> {
                if (attempt.items.size() > SMALL) {
                    divide(attempt, failure);
                } else {
                    passing(attempt, failure);
                }
            }
            case PASSING -> passing(attempt, failure);
        }
    }

    /** Whatever is refused again and again is kept apart from the rest, which may have nothing to do with it. */
    private void passing(Attempt<E> attempt, Throwable failure) {
        if (attempt.failures < PATIENCE) {
            pause(attempt, failure);
        } else {
            apart(attempt, failure);
        }
    }

    private void apart(Attempt<E> attempt, Throwable failure) {
        if (attempt.alone()) {
            hold(attempt, failure);
        } else {
            divide(attempt, failure);
        }
    }

    private void refused(Attempt<E> attempt, Throwable failure) {
        if (attempt.alone()) {
            bury(attempt.items.getFirst(), failure)
                    .onSuccess(buried -> attempt.done.complete())
                    .onFailure(kept -> hold(attempt, failure));
        } else {
            divide(attempt, failure);
        }
    }

    private void hold(Attempt<E> alone, Throwable failure) {
        if (held.hold(alone.items.getFirst(), failure)) {
            alone.done.complete();
        } else {
            pause(alone, failure);
        }
    }

    private void pause(Attempt<E> attempt, Throwable failure) {
        meters.passing();
        pauses.pause(backoff.delayMs(attempt.failures++))
                .onSuccess(over -> run(attempt))
                .onFailure(given -> attempt.done.fail(failure));
    }

    /** If that does not help, the conversation's id is no moment of ours, and the row is to blame. */
    private void makePartitions(Attempt<E> attempt, Throwable failure) {
        if (attempt.partitionsMade) {
            refused(attempt, failure);
            return;
        }
        attempt.partitionsMade = true;
        meters.partition();
        Set<UUID> conversations = new HashSet<>();
        attempt.items.forEach(item -> conversations.add(item.change().conversation()));
        partitions.ensureFor(conversations).onSuccess(made -> run(attempt)).onFailure(again -> pause(attempt, again));
    }

    /** Tries all parts once, and then those that failed in smaller ones. */
    private void divide(Attempt<E> attempt, Throwable failure) {
        meters.divided();
        var division = new Division<E>(part -> store.store(part.items, true));
        division.tryAll(attempt.parts(PARTS))
                .compose(tried -> Division.inTurn(division.failed().keySet(), part -> {
                    part.failures = attempt.failures;
                    handle(part, division.failed().getOrDefault(part, failure));
                }))
                .onComplete(attempt.done);
    }

    private Future<Void> bury(Item<E> item, Throwable failure) {
        String reason = Fault.reason(failure);
        if (!allowance.take()) {
            return Future.failedFuture(failure);
        }
        LOG.atError()
                .addKeyValue("conversation", item.change().conversation())
                .log("an entry can never be stored: {}", reason);
        return entries.bury(item.entry(), reason);
    }

    /** Answers whether it is stored; else it is a dead letter. */
    private Future<Boolean> tryHeld(Item<E> item) {
        return store.store(List.of(item), true).map(true).recover(failure -> switch (Fault.of(failure)) {
            case ROWS -> bury(item, failure).map(false);
            case PARTITION ->
                partitions
                        .ensureFor(List.of(item.change().conversation()))
                        .compose(made -> Future.failedFuture(failure));
            default -> Future.failedFuture(failure);
        });
    }
}
