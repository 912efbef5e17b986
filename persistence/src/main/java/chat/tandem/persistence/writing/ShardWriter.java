package chat.tandem.persistence.writing;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.Delivery;
import chat.tandem.common.bus.ReaderOptions;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.bus.WorkReader;
import chat.tandem.common.bus.WriteEntry;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.ops.Status;
import chat.tandem.persistence.PersistenceSettings;
import chat.tandem.persistence.store.Availability;
import chat.tandem.persistence.store.Pools;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * The write path of one shard: reads what waits in {@code messages} and stores it. An entry is taken off the stream
 * after the commit that stored it. While PostgreSQL is away nothing more is read, and the stream grows.
 */
public final class ShardWriter {

    /** One read of a stream holds Redis for a millisecond or so; large batches are made of several. */
    private static final int READ_AT_ONCE = 500;

    private final WriteQueue queue;
    private final WorkReader<WriteEntry> reader;

    /**
     * @param vertx where it runs, on the context of the shard's bus
     * @param bus the shard
     * @param settings how much at once
     * @param pools where to
     * @param availability where it says whether PostgreSQL answers
     * @param metrics where it shows what it does
     */
    public ShardWriter(
            Vertx vertx,
            ShardBus bus,
            PersistenceSettings settings,
            Pools pools,
            Availability availability,
            Metrics metrics) {
        this.queue = new WriteQueue(vertx, settings, pools, availability, metrics, new Stream());
        this.reader = WorkReader.create(vertx, bus, Addresses.MESSAGES, options(settings), queue::write);
        availability.onChange(answers -> {
            if (answers) {
                reader.resume();
            } else {
                reader.pause();
            }
        });
    }

    /** Memory holds what is being stored, and one batch more that gathers meanwhile. */
    private static ReaderOptions options(PersistenceSettings settings) {
        int count = Math.min(settings.batch(), READ_AT_ONCE);
        int entries = (settings.postgres().writeConnections() + 1) * settings.batch();
        return ReaderOptions.defaults()
                .withCount(count)
                .withMaxInFlight(Math.ceilDiv(entries, count))
                .withLease(settings.readerLease());
    }

    /** Begins to read. */
    public Future<Void> start() {
        return reader.start();
    }

    /** Stops reading, finishes what is being stored, and leaves the rest to others. */
    public Future<Void> stop() {
        Future<Void> stopped = reader.stop();
        queue.stop();
        return stopped;
    }

    /** Whether everything is stored that comes; from any thread. */
    public Status status() {
        return queue.status();
    }

    /** The entries as the stream knows them. */
    private final class Stream implements Entries<Delivery<WriteEntry>> {

        @Override
        public Future<Void> bury(Delivery<WriteEntry> entry, String reason) {
            return reader.deadLetter(entry, reason);
        }

        @Override
        public void setAside(Delivery<WriteEntry> entry) {
            reader.setAside(entry);
        }

        @Override
        public void finish(Delivery<WriteEntry> entry) {
            reader.finish(entry);
        }
    }
}
