package chat.tandem.examples.consumer;

import chat.tandem.common.bus.Address.Begin;
import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.Delivery;
import chat.tandem.common.bus.EventEntry;
import chat.tandem.common.bus.ReaderOptions;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.bus.WorkReader;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Keys;
import chat.tandem.common.state.Shards;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;

/** Reads the events of every shard through a group of its own, and counts them on one event loop. */
final class Counter extends VerticleBase {
    private static final String GROUP = "example-consumer";

    private final RedisSettings redis;
    private final Report report;
    private final List<ShardBus> buses = new ArrayList<>();
    private final List<WorkReader<EventEntry>> readers = new ArrayList<>();

    Counter(RedisSettings redis, Report report) {
        this.redis = redis;
        this.report = report;
    }

    @Override
    public Future<?> start() {
        Shards shards = Shards.of(redis.shards());
        for (int shard = 0; shard < shards.count(); shard++) {
            read(shards.keys(shard));
        }
        return Future.join(readers.stream().map(WorkReader::start).toList());
    }

    /** With a name that it keeps, the reader sees the order of the stream across restarts: see {@link Report}. */
    private void read(Keys shard) {
        ShardBus bus = ShardBus.open(vertx, redis, shard);
        buses.add(bus);
        readers.add(WorkReader.create(
                vertx,
                bus,
                Addresses.events(GROUP, Begin.OLDEST),
                ReaderOptions.defaults().withName(GROUP),
                batch -> count(shard, batch)));
    }

    /** When this future succeeds, the batch is acknowledged; when it fails, the same batch comes again. */
    private Future<Void> count(Keys shard, List<Delivery<EventEntry>> batch) {
        batch.forEach(delivery -> report.count(shard.tag(), delivery));
        String text = report.text();
        return vertx.executeBlocking(() -> report.save(text)).mapEmpty();
    }

    @Override
    public Future<?> stop() {
        return Future.join(readers.stream().map(WorkReader::stop).toList())
                .eventually(
                        () -> Future.join(buses.stream().map(ShardBus::close).toList()));
    }
}
