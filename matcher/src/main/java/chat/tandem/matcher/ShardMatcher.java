package chat.tandem.matcher;

import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.ops.Status;
import chat.tandem.common.state.Keys;
import chat.tandem.common.state.ShardUpkeep;
import chat.tandem.matcher.pairing.HintReader;
import chat.tandem.matcher.pairing.Pairing;
import chat.tandem.matcher.upkeep.CensusTaker;
import chat.tandem.matcher.upkeep.Upkeep;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The matcher of one shard: the hints, and the upkeep of each moment. Lives on the event loop that opened it. */
final class ShardMatcher {

    private static final Logger LOG = LoggerFactory.getLogger(ShardMatcher.class);

    private final Vertx vertx;
    private final ShardBus bus;
    private final HintReader hints;
    private final Upkeep upkeep;
    private final CensusTaker census;
    private final long tickMs;
    private Future<?> running = Future.succeededFuture();
    private long timer;
    private long counting = -1;
    private boolean stopped;

    private ShardMatcher(Vertx vertx, MatcherSettings settings, Keys keys, String name, Metrics metrics) {
        this.vertx = vertx;
        this.tickMs = settings.tick().toMillis();
        this.bus = ShardBus.open(vertx, settings.redis(), keys, metrics);
        var shard = new ShardUpkeep(bus.commands()::send, keys, settings.state(), metrics);
        var pairing = new Pairing(shard, metrics);
        this.hints = new HintReader(vertx, bus, pairing, settings.readerLease());
        this.census = new CensusTaker(shard, metrics, keys.name());
        this.upkeep = new Upkeep(shard, pairing, name, settings.tick());
    }

    /** Begins at once; while Redis is away it waits. */
    static ShardMatcher start(Vertx vertx, MatcherSettings settings, Keys keys, String name, Metrics metrics) {
        var matcher = new ShardMatcher(vertx, settings, keys, name, metrics);
        matcher.hints
                .start()
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("shard", keys.tag())
                        .setCause(failure)
                        .log("Hints are not read"));
        matcher.next();
        matcher.count();
        return matcher;
    }

    /** For the health page, from any thread. */
    Status status() {
        return bus.commands().connected() ? Status.up("connected") : Status.down("no connection");
    }

    /** Finishes the moment under way, and lets go of Redis. */
    Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        vertx.cancelTimer(counting);
        return Future.join(hints.stop(), running).transform(done -> bus.close());
    }

    private void count() {
        if (!stopped) {
            census.take().onComplete(counted -> counting = vertx.setTimer(CensusTaker.INTERVAL_MS, again -> count()));
        }
    }

    private void next() {
        if (!stopped) {
            timer = vertx.setTimer(tickMs, id -> {
                running = bus.commands().connected() ? upkeep.run() : Future.succeededFuture();
                running.onFailure(failure -> LOG.atDebug()
                                .addKeyValue("shard", bus.keys().tag())
                                .setCause(failure)
                                .log("A moment's upkeep was cut short"))
                        .onComplete(done -> next());
            });
        }
    }
}
