package chat.tandem.persistence.writing;

import chat.tandem.persistence.store.Availability;
import chat.tandem.persistence.store.Fault;
import chat.tandem.persistence.store.UnsendableRowsException;
import chat.tandem.persistence.writing.Writer.Item;
import io.vertx.core.Future;
import java.util.List;

/**
 * The store of a writer, which notes of each attempt how it went: in the metrics, for the health page, and for what may go
 * to the dead letters.
 *
 * @param <E> the entry that a row came from
 */
final class MeteredStore<E> {
    private final BatchStore store;
    private final Availability availability;
    private final WriteMeters meters;
    private final DeadLetterAllowance allowance;

    MeteredStore(BatchStore store, Availability availability, WriteMeters meters, DeadLetterAllowance allowance) {
        this.store = store;
        this.availability = availability;
        this.meters = meters;
        this.allowance = allowance;
    }

    /**
     * Tries once to store all of them, or none.
     *
     * @param impatient whether to wait only for a moment for what somebody else has locked
     */
    Future<Void> store(List<Item<E>> items, boolean impatient) {
        long begun = System.nanoTime();
        return send(items, impatient).onComplete(stored -> {
            meters.attempted(items.size(), stored.succeeded(), System.nanoTime() - begun);
            if (stored.succeeded()) {
                allowance.stored(items.size());
            }
            if (stored.failed() && Fault.of(stored.cause()) == Fault.AWAY) {
                availability.failed(stored.cause());
            } else {
                availability.answered();
            }
        });
    }

    private Future<Void> send(List<Item<E>> items, boolean impatient) {
        try {
            return store.store(Batch.of(items.stream().map(Item::change).toList()), impatient);
        } catch (RuntimeException unsendable) {
            return Future.failedFuture(new UnsendableRowsException(unsendable));
        }
    }
}
