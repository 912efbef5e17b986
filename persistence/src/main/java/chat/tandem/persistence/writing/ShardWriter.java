package chat.tandem.persistence.writing;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.Delivery;
import chat.tandem.common.bus.ReaderOptions;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.bus.UndecodableException;
import chat.tandem.common.bus.WorkReader;
import chat.tandem.common.bus.WriteEntry;
import chat.tandem.common.ops.Metrics;
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
 * The write path of one shard: reads what waits in {@code messages} and stores it, as many batches at once as there are
 * connections that write. An entry is taken off the stream after the commit that stored it; while PostgreSQL is away all
 * batches wait, nothing more is read, and the stream grows.
 */
public final class ShardWriter {

    private static final Backoff RETRY = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));

    /** A statement ends itself on the server; if the answer is later than this, the connection is to blame. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final PersistenceSettings settings;
    private final Writer<Delivery<WriteEntry>> writer;
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
        this.vertx = vertx;
        this.settings = settings;
        var store = new BatchStore(
                pools.writes(), settings.postgres().statementTimeout().plus(GRACE));
        var partitions = new Partitions(pools.writes(), PersistenceSettings.MONTHS_AHEAD);
        this.writer = new Writer<>(vertx, store, partitions, RETRY, availability, new WriteMeters(metrics), this::bury);
        ReaderOptions options = ReaderOptions.defaults()
                .withCount(settings.batch())
                .withMaxInFlight(settings.postgres().writeConnections())
                .withLease(settings.readerLease());
        this.reader = WorkReader.create(vertx, bus, Addresses.MESSAGES, options, this::write);
    }

    /** Begins to read. */
    public Future<Void> start() {
        return reader.start();
    }

    /** Stops reading, finishes what is being stored, and leaves the rest to others. */
    public Future<Void> stop() {
        Future<Void> stopped = reader.stop();
        writer.stop();
        return stopped;
    }

    /** A commit costs the same for one row as for a hundred: where entries come singly, they are let gather. */
    private Future<Void> write(List<Delivery<WriteEntry>> deliveries) {
        List<Future<?>> all = new ArrayList<>(store(deliveries));
        long lingerMs = settings.linger().toMillis();
        if (lingerMs > 0 && deliveries.size() < settings.batch() / 2) {
            all.add(vertx.timer(lingerMs));
        }
        return Future.join(all).mapEmpty();
    }

    private List<Future<Void>> store(List<Delivery<WriteEntry>> deliveries) {
        List<Future<Void>> all = new ArrayList<>();
        List<Writer.Item<Delivery<WriteEntry>>> items = new ArrayList<>(deliveries.size());
        for (Delivery<WriteEntry> delivery : deliveries) {
            try {
                items.add(new Writer.Item<>(delivery, ChangeDecoder.decode(delivery.entry())));
            } catch (UndecodableException never) {
                all.add(bury(delivery, String.valueOf(never.getMessage())));
            }
        }
        all.add(writer.write(items));
        return all;
    }

    private Future<Void> bury(Delivery<WriteEntry> delivery, String reason) {
        return reader.deadLetter(delivery, reason);
    }
}
