package chat.tandem.persistence;

import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.ops.Operations;
import chat.tandem.common.ops.Status;
import chat.tandem.common.state.Shards;
import chat.tandem.persistence.Chores.Chore;
import chat.tandem.persistence.erasure.Erasure;
import chat.tandem.persistence.erasure.Tombstones;
import chat.tandem.persistence.retention.Retention;
import chat.tandem.persistence.schema.Partitions;
import chat.tandem.persistence.store.Availability;
import chat.tandem.persistence.store.Fault;
import chat.tandem.persistence.store.Pools;
import chat.tandem.persistence.uploads.DoomedImages;
import chat.tandem.persistence.uploads.Images;
import chat.tandem.persistence.uploads.Unreferenced;
import chat.tandem.persistence.writing.ShardWriter;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Persistence: writes what was said, and answers what was said before. */
public final class PersistenceVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(PersistenceVerticle.class);

    private final PersistenceSettings settings;
    private final Operations operations;
    private final Availability availability = new Availability();
    private final List<ShardBus> buses = new ArrayList<>();
    private final List<ShardWriter> writers = new ArrayList<>();
    private final List<ShardRequests> requests = new ArrayList<>();
    private Pools pools;
    private SchemaWatch schema;
    private Chores chores;

    /**
     * An instance of its own; any number may run at once. It does not migrate: below its minimum schema it is not
     * ready, and waits.
     *
     * @param settings what it goes by
     * @param operations where it shows how it is
     */
    public PersistenceVerticle(PersistenceSettings settings, Operations operations) {
        this.settings = settings;
        this.operations = operations;
    }

    /** Completes at once: what is away, PostgreSQL or Redis, is waited for. */
    @Override
    public Future<?> start() {
        pools = Pools.open(vertx, settings.postgres());
        schema = new SchemaWatch(vertx, pools.reads(), availability);
        Shards shards = Shards.of(settings.redis().shards());
        for (int index = 0; index < shards.count(); index++) {
            var bus = ShardBus.open(vertx, settings.redis(), shards.keys(index), operations.metrics());
            buses.add(bus);
            writers.add(new ShardWriter(vertx, bus, settings, pools, availability, operations.metrics()));
        }
        var images = new Images(
                new Unreferenced(vertx, List.copyOf(buses), pools.reads()),
                new DoomedImages(buses.getFirst(), pools.reads()));
        var erasure = new Erasure(
                vertx, buses, new Tombstones(pools.reads(), settings.postgres().statementTimeout()), images.doomed());
        buses.forEach(bus -> requests.add(new ShardRequests(vertx, bus, settings, pools, images, erasure)));
        chores = new Chores(vertx, buses.getFirst(), chores(images, erasure));
        showHealth();
        begin();
        return Future.succeededFuture();
    }

    private List<Chore> chores(Images images, Erasure erasure) {
        List<Chore> list = new ArrayList<>();
        if (settings.retention() != null) {
            // Planned for its parameters, like what is read, a statement opens no month that it does not need.
            var retention = new Retention(
                    vertx,
                    pools.reads(),
                    settings.retention(),
                    settings.postgres().statementTimeout());
            list.add(new Chore(
                    "Retention",
                    () -> retention.sweep(OffsetDateTime.now(ZoneOffset.UTC)).mapEmpty()));
        }
        list.add(new Chore("Erasing", erasure::takeOver));
        list.add(new Chore("Deleting images", () -> images.doomed().ask()));
        return list;
    }

    private void showHealth() {
        operations.health().required("schema", schema::status);
        operations.health().component("postgres", availability::status);
        writers.forEach(writer -> operations.health().component("writes", writer::status));
        buses.forEach(bus -> operations
                .health()
                .component(
                        "redis",
                        () -> bus.commands().connected() ? Status.up("connected") : Status.down("no connection")));
    }

    /** Questions are answered at once (that history is unavailable, perhaps); writing begins when there are tables. */
    private void begin() {
        requests.forEach(reader -> reader.start().onFailure(PersistenceVerticle::report));
        schema.await().onSuccess(ready -> {
            var partitions = new Partitions(pools.writes(), PersistenceSettings.MONTHS_AHEAD);
            partitions.ensureAhead().onFailure(PersistenceVerticle::report);
            partitions.ensureDaily(vertx);
            writers.forEach(writer -> writer.start().onFailure(PersistenceVerticle::report));
            chores.start();
        });
    }

    private static void report(Throwable failure) {
        LOG.warn("A part of persistence did not start: {}", Fault.reason(failure));
    }

    @Override
    public Future<?> stop() {
        schema.stop();
        chores.stop();
        List<Future<Void>> readers = new ArrayList<>();
        writers.forEach(writer -> readers.add(writer.stop()));
        requests.forEach(reader -> readers.add(reader.stop()));
        return Future.join(readers)
                .transform(
                        done -> Future.join(buses.stream().map(ShardBus::close).toList()))
                .transform(done -> pools.close());
    }
}
