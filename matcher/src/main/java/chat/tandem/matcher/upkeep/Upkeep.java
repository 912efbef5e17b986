package chat.tandem.matcher.upkeep;

import chat.tandem.common.state.ShardUpkeep;
import chat.tandem.common.state.ShardUpkeep.Tick;
import chat.tandem.matcher.pairing.Pairing;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The upkeep of one shard. Any number of matchers may try at once: a lock gives each moment to one of them, and a second
 * one doing it too would do no harm.
 */
public final class Upkeep {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private static final int USERS_PER_CALL = 200;

    /** What is left after so many calls waits for the next moment, so that others get their turn in Redis. */
    private static final int CALLS = 10;

    private final ShardUpkeep shard;
    private final String holder;
    private final long lengthMs;
    private final Sweeper sweeper;

    /**
     * @param shard what it keeps up
     * @param pairing how it pairs whom it sweeps
     * @param holder this matcher's name in the lock
     * @param length how long it has a moment to itself
     */
    public Upkeep(ShardUpkeep shard, Pairing pairing, String holder, Duration length) {
        this.shard = shard;
        this.holder = holder;
        this.lengthMs = length.toMillis();
        this.sweeper = new Sweeper(shard, pairing);
    }

    /**
     * Does what is due, if nobody else does. Fails when Redis is away: what was done stays done, and the rest is due
     * still.
     *
     * @return whether this moment was ours
     */
    public Future<Boolean> run() {
        return shard.tick(holder, lengthMs)
                .compose(tick -> tick == null
                        ? Future.succeededFuture(false)
                        : keepUp(tick).map(true));
    }

    private Future<Integer> keepUp(Tick tick) {
        if (tick.gapMillis() > 0) {
            LOG.atWarn()
                    .addKeyValue("shard", shard.keys().tag())
                    .log("Redis stood still for {} ms: every lease and grace was moved by that", tick.gapMillis());
        }
        return expire(CALLS).compose(done -> reapAll(tick.lapsed())).compose(done -> sweeper.sweep());
    }

    private Future<Integer> expire(int calls) {
        return shard.expire(USERS_PER_CALL)
                .compose(
                        done -> done < USERS_PER_CALL || calls <= 1 ? Future.succeededFuture(done) : expire(calls - 1));
    }

    private Future<Integer> reapAll(List<String> lapsed) {
        Future<Integer> left = Future.succeededFuture(0);
        for (String gateway : lapsed) {
            left = left.compose(before -> reap(gateway, CALLS));
        }
        return left;
    }

    private Future<Integer> reap(String gateway, int calls) {
        return shard.reap(gateway).compose(left -> {
            if (left == 0) {
                LOG.atInfo()
                        .addKeyValue("gateway", gateway)
                        .addKeyValue("shard", shard.keys().tag())
                        .log("a gateway is gone: its users are away");
            }
            return left == 0 || calls <= 1 ? Future.succeededFuture(left) : reap(gateway, calls - 1);
        });
    }
}
