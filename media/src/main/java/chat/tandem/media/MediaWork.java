package chat.tandem.media;

import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.ops.Health;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.ops.Status;
import chat.tandem.common.state.Shards;
import chat.tandem.common.state.UploadState;
import chat.tandem.media.store.BucketSetup;
import chat.tandem.media.store.ObjectStore;
import chat.tandem.media.store.Pulse;
import chat.tandem.media.store.Signer;
import chat.tandem.media.store.StoreThreads;
import chat.tandem.media.sweep.Deletions;
import chat.tandem.media.sweep.Sweeper;
import chat.tandem.media.upload.Desk;
import chat.tandem.media.upload.Uploads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of one media service, from their beginning to their end, on one event loop. */
final class MediaWork {
    private static final Logger LOG = LoggerFactory.getLogger(MediaWork.class);
    private static final long SETUP_AGAIN_MS = 5_000;

    private final Vertx vertx;
    private final StoreThreads threads;
    private final StoreThreads pulseThread;
    private final ObjectStore store;
    private final Signer signer;
    private final BucketSetup setup;
    private final Pulse pulse;
    private final Deletions deletions;
    private final List<ShardBus> buses = new ArrayList<>();
    private final List<Desk> desks = new ArrayList<>();
    private final Sweeper sweeper;
    private boolean ended;

    MediaWork(
            Vertx vertx,
            MediaSettings settings,
            StoreThreads threads,
            ObjectStore store,
            Signer signer,
            Metrics metrics) {
        this.vertx = vertx;
        this.threads = threads;
        this.store = store;
        this.signer = signer;
        this.setup = new BucketSetup(store, settings.s3());
        this.pulseThread = StoreThreads.forPulse(vertx);
        this.pulse = new Pulse(vertx, () -> pulseThread.run(store::answers));
        this.deletions = new Deletions(threads, store);
        openShards(settings, metrics);
        this.sweeper = new Sweeper(vertx, buses.getFirst(), threads, store, deletions, settings.uploads());
    }

    private void openShards(MediaSettings settings, Metrics metrics) {
        var room = new Uploads.StoreRoom(threads, store, pulse, signer, settings.served());
        Shards shards = Shards.of(settings.redis().shards());
        for (int index = 0; index < shards.count(); index++) {
            ShardBus bus = ShardBus.open(vertx, settings.redis(), shards.keys(index), metrics);
            var state = new UploadState(
                    bus.commands()::send, bus.keys(), settings.uploads().rules(), metrics);
            buses.add(bus);
            desks.add(new Desk(vertx, bus, settings.readerLease(), new Uploads(state, room), deletions::served));
        }
    }

    void show(Health health) {
        health.component("s3", pulse::status);
        buses.forEach(bus -> health.component(
                "redis", () -> bus.commands().connected() ? Status.up("connected") : Status.down("no connection")));
    }

    void begin() {
        pulse.start();
        sweeper.start();
        setUp();
        desks.forEach(desk -> desk.start().onFailure(fault -> LOG.warn("Requests are not read", fault)));
    }

    /** Until the store has answered once. */
    private void setUp() {
        threads.run(setup::run).onFailure(away -> {
            if (!ended) {
                vertx.setTimer(SETUP_AGAIN_MS, again -> setUp());
            }
        });
    }

    /** Answers what was asked, then lets everything go. */
    Future<Void> end() {
        ended = true;
        pulse.stop();
        sweeper.stop();
        return Future.join(desks.stream().map(Desk::stop).toList())
                .transform(answered -> deletions.idle())
                .transform(
                        idle -> Future.join(buses.stream().map(ShardBus::close).toList()))
                .transform(closed ->
                        Future.join(threads.close(), pulseThread.close()).<Void>mapEmpty())
                .onComplete(closed -> {
                    signer.close();
                    store.close();
                });
    }
}
