package chat.tandem.persistence.writing;

import chat.tandem.common.bus.Delivery;
import chat.tandem.common.bus.UndecodableException;
import chat.tandem.common.bus.WriteEntry;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.ops.Status;
import chat.tandem.common.redis.Backoff;
import chat.tandem.persistence.PersistenceSettings;
import chat.tandem.persistence.schema.Partitions;
import chat.tandem.persistence.store.Availability;
import chat.tandem.persistence.store.Pools;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores entries of the stream: gathers them to batches, has so many stored at once as there are connections that write,
 * and answers after the commit. What passes is tried again for ever; an entry that can never be stored goes to the dead
 * letters alone, and one that cannot be stored now waits apart. The same entry may come twice, and in any order.
 *
 * <p>Used on one event loop only.
 */
public final class WriteQueue {

    private static final Backoff RETRY = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));

    /** A statement ends itself on the server; if the answer is later than this, the connection is to blame. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Entries<Delivery<WriteEntry>> entries;
    private final Writer<Delivery<WriteEntry>> writer;
    private final Gathering<Delivery<WriteEntry>> gathering;

    /**
     * An empty one.
     *
     * @param vertx where it runs
     * @param settings how much at once
     * @param pools where to
     * @param availability where it says whether PostgreSQL answers
     * @param metrics where it shows what it does
     * @param entries what becomes of those that PostgreSQL does not take
     */
    public WriteQueue(
            Vertx vertx,
            PersistenceSettings settings,
            Pools pools,
            Availability availability,
            Metrics metrics,
            Entries<Delivery<WriteEntry>> entries) {
        this.entries = entries;
        var store = new BatchStore(
                pools.writes(), settings.postgres().statementTimeout().plus(GRACE));
        var partitions = new Partitions(pools.writes(), PersistenceSettings.MONTHS_AHEAD);
        this.writer = new Writer<>(vertx, store, partitions, RETRY, availability, new WriteMeters(metrics), entries);
        this.gathering = new Gathering<>(
                vertx, settings.batch(), settings.postgres().writeConnections(), settings.linger(), writer::write);
    }

    /**
     * Completes when every entry is committed, a dead letter, or set aside. Fails only when it is stopped while it waits
     * for PostgreSQL, or when Redis does not take a dead letter that cannot even be read.
     */
    public Future<Void> write(List<Delivery<WriteEntry>> deliveries) {
        List<Future<Void>> all = new ArrayList<>();
        List<Writer.Item<Delivery<WriteEntry>>> items = new ArrayList<>(deliveries.size());
        for (Delivery<WriteEntry> delivery : deliveries) {
            try {
                items.add(new Writer.Item<>(delivery, ChangeDecoder.decode(delivery.entry())));
            } catch (UndecodableException never) {
                all.add(entries.bury(delivery, String.valueOf(never.getMessage())));
            }
        }
        all.add(gathering.add(items));
        return Future.join(all).mapEmpty();
    }

    /** Whether everything is stored that comes; from any thread. */
    public Status status() {
        return writer.status();
    }

    /** Stores what it has, if PostgreSQL answers; what waits for it fails, and is left to whoever reads it next. */
    public void stop() {
        writer.stop();
        gathering.hurry();
    }
}
