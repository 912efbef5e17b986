package chat.tandem.persistence;

import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.ops.Metric;
import chat.tandem.persistence.store.Fault;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done now and then, by one instance for all: it takes the turn for a minute, and does one thing after
 * another. What fails is done again the next time, and keeps nothing else from being done.
 */
final class Chores {
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final long LOOK_AGAIN_MS = 2_000;

    /**
     * Something to be done.
     *
     * @param name for the log
     */
    record Chore(String name, Supplier<Future<Void>> work) {}

    private final Vertx vertx;
    private final ShardBus bus;
    private final List<Chore> chores;
    private final String turn;
    private final Counter done;
    private final Counter failed;
    private long timer = -1;
    private boolean busy;

    /** @param bus of the first shard */
    Chores(Vertx vertx, ShardBus bus, List<Chore> chores) {
        this.vertx = vertx;
        this.bus = bus;
        this.chores = chores;
        this.turn = bus.keys().fixed("persistence-turn");
        this.done = bus.metrics().counter(Metric.CHORES, "done");
        this.failed = bus.metrics().counter(Metric.CHORES, "failed");
    }

    /** Begins to do them whenever it is time and nobody else does. */
    void start() {
        timer = vertx.setPeriodic(LOOK_AGAIN_MS, tick -> doInTurn());
        doInTurn();
    }

    /** Begins no other round. */
    void stop() {
        vertx.cancelTimer(timer);
    }

    private void doInTurn() {
        if (busy || !bus.commands().connected()) {
            return;
        }
        busy = true;
        bus.takeTurn(turn, PERIOD)
                .compose(ours -> ours ? doAll() : Future.succeededFuture())
                .onFailure(away -> LOG.debug("Nobody's turn: {}", away.getMessage()))
                .onComplete(over -> busy = false);
    }

    private Future<Void> doAll() {
        Future<Void> all = Future.succeededFuture();
        for (Chore chore : chores) {
            all = all.compose(before -> attempt(chore));
        }
        return all;
    }

    private Future<Void> attempt(Chore chore) {
        return chore.work()
                .get()
                .onComplete(over -> (over.succeeded() ? done : failed).increment())
                .recover(fault -> {
                    LOG.info("{} is tried again in a minute: {}", chore.name(), Fault.reason(fault));
                    return Future.succeededFuture();
                });
    }
}
