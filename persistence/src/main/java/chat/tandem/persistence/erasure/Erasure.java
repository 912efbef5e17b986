package chat.tandem.persistence.erasure;

import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.state.Shards;
import chat.tandem.persistence.request.Concerning;
import chat.tandem.persistence.request.PendingWrites;
import chat.tandem.persistence.store.Fault;
import chat.tandem.persistence.uploads.DoomedImages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases people. Their session is over already, so nothing of theirs joins the stream any more: when the writers have passed
 * the moment of the question, all that there will ever be is stored, or a dead letter, and goes. Whoever
 * dies half-way leaves a mark in the database, by which another goes on; doing it twice does no harm.
 */
public final class Erasure {
    private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);

    /** An erasure on which nobody has worked for so long is taken over. */
    private static final Duration ABANDONED = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final Shards shards;
    private final List<ShardBus> buses;
    private final Tombstones tombstones;
    private final DoomedImages images;

    /** @param buses of all shards, in their order */
    public Erasure(Vertx vertx, List<ShardBus> buses, Tombstones tombstones, DoomedImages images) {
        this.images = images;
        this.vertx = vertx;
        this.shards = Shards.of(buses.size());
        this.buses = List.copyOf(buses);
        this.tombstones = tombstones;
    }

    /**
     * Erases somebody.
     *
     * @param epochMs when the session ended, by Redis' clock: what is younger stays
     * @param patienceMs how long it may take until the work begins
     * @return completes when nothing is left; fails when a store is away or the writers are too far behind
     */
    public Future<Void> erase(UUID user, long epochMs, long patienceMs) {
        return erase(user, Instant.ofEpochMilli(epochMs).atOffset(ZoneOffset.UTC), patienceMs);
    }

    private Future<Void> erase(UUID user, OffsetDateTime moment, long patienceMs) {
        long giveUpAt = giveUpIn(patienceMs);
        // First the mark: whatever ends this here, another goes on.
        return tombstones
                .begin(user, moment)
                .compose(begun -> begun ? Future.succeededFuture(true) : isKnown(user, giveUpAt))
                .compose(known -> known ? eraseAll(user, moment, giveUpAt) : Future.succeededFuture());
    }

    private Future<Void> eraseAll(UUID user, OffsetDateTime moment, long giveUpAt) {
        ShardBus bus = busOf(user);
        Unstored unstored = new Unstored(bus);
        // What could not be stored is forgotten twice: what an operator puts back goes through the stream, and what the
        // stream cannot store comes back.
        return unstored.forget(user)
                .compose(forgotten -> written(user, giveUpAt))
                .compose(written -> unstored.forget(user))
                .compose(forgotten -> tombstones.make(user, moment))
                .onSuccess(done -> images.ask().onFailure(later -> LOG.debug("Images wait: {}", Fault.reason(later))));
    }

    /**
     * Whether anything is stored of somebody, or waits to be stored, or could not be. Of somebody unknown this costs two
     * questions to the database, and a look through the dead letters where there are any.
     *
     * @param patienceMs how long the writers may take to pass this moment
     * @return fails when a store is away or the writers are too far behind
     */
    public Future<Boolean> knows(UUID user, long patienceMs) {
        return isKnown(user, giveUpIn(patienceMs));
    }

    private Future<Boolean> isKnown(UUID user, long giveUpAt) {
        ShardBus bus = busOf(user);
        return tombstones
                .knows(user)
                .compose(known -> known
                        ? Future.succeededFuture(true)
                        : written(user, giveUpAt).compose(written -> tombstones.knows(user)))
                .compose(known -> known ? Future.succeededFuture(true) : new Unstored(bus).knows(user));
    }

    private Future<Void> written(UUID user, long giveUpAt) {
        return PendingWrites.of(busOf(user))
                .compose(pending -> pending.written(vertx, Concerning.person(user), giveUpAt));
    }

    private ShardBus busOf(UUID user) {
        return buses.get(shards.indexOf(user.toString()));
    }

    private static long giveUpIn(long patienceMs) {
        return System.nanoTime() + patienceMs * 1_000_000;
    }

    /** Goes on with what others left. */
    public Future<Void> takeOver() {
        return tombstones.leftOver(ABANDONED).compose(left -> {
            Future<Void> all = Future.succeededFuture();
            for (Tombstones.LeftOver one : left) {
                all = all.compose(before -> erase(one.user(), one.moment(), PATIENCE.toMillis()));
            }
            return all;
        });
    }
}
