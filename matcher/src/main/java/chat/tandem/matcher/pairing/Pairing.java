package chat.tandem.matcher.pairing;

import chat.tandem.common.state.ShardUpkeep;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Looks for partners in one shard, a few users per script, so that no call holds Redis up for long. */
public final class Pairing {

    /** Each user costs at most 56 looks. */
    private static final int USERS_PER_CALL = 32;

    private final ShardUpkeep shard;

    /** Pairs the users of this shard. */
    public Pairing(ShardUpkeep shard) {
        this.shard = shard;
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

    private Future<Integer> pairFrom(List<String> users, boolean lastResort, int made) {
        if (users.isEmpty()) {
            return Future.succeededFuture(made);
        }
        int next = Math.min(USERS_PER_CALL, users.size());
        return shard.pair(users.subList(0, next), lastResort)
                .compose(matches -> pairFrom(users.subList(next, users.size()), lastResort, made + matches.size()));
    }
}
