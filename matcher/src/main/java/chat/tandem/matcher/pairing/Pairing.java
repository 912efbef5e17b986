package chat.tandem.matcher.pairing;

import chat.tandem.common.ops.Metric;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.state.Match;
import chat.tandem.common.state.ShardUpkeep;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for partners in one shard, a few users per script, so that no call holds Redis up for long. */
public final class Pairing {

    private static final Logger LOG = LoggerFactory.getLogger(Pairing.class);

    /** Each user costs at most 56 looks. */
    private static final int USERS_PER_CALL = 32;

    private final ShardUpkeep shard;
    private final Counter made;
    private final Timer waited;

    /** Pairs the users of this shard. */
    public Pairing(ShardUpkeep shard, Metrics metrics) {
        this.shard = shard;
        this.made = metrics.counter(Metric.MATCHES);
        this.waited = metrics.timer(Metric.MATCH_WAIT);
    }

    /**
     * Finds partners for those of the users who still wait; each is looked at once. Fails when Redis is away, with some
     * of them perhaps paired: the queue knows who is not.
     *
     * @param users in the order in which they are served
     * @param lastResort whether recent partners may meet again where nobody else fits
     * @return how many matches were made
     */
    public Future<Integer> pair(Collection<String> users, boolean lastResort) {
        return pairFrom(List.copyOf(new LinkedHashSet<>(users)), lastResort, 0);
    }

    private Future<Integer> pairFrom(List<String> users, boolean lastResort, int before) {
        if (users.isEmpty()) {
            return Future.succeededFuture(before);
        }
        int next = Math.min(USERS_PER_CALL, users.size());
        return shard.pair(users.subList(0, next), lastResort).compose(matches -> {
            matches.forEach(this::made);
            return pairFrom(users.subList(next, users.size()), lastResort, before + matches.size());
        });
    }

    private void made(Match match) {
        LOG.atDebug()
                .addKeyValue("conversation", match.conversation())
                .addKeyValue("shard", shard.keys().tag())
                .addKeyValue("user", match.user())
                .addKeyValue("partner", match.partner())
                .log("matched");
        made.increment();
        waited.record(match.userWaitedMillis(), TimeUnit.MILLISECONDS);
        waited.record(match.partnerWaitedMillis(), TimeUnit.MILLISECONDS);
    }
}
