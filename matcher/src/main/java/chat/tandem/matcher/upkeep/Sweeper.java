package chat.tandem.matcher.upkeep;

import chat.tandem.common.state.ShardUpkeep;
import chat.tandem.common.state.ShardUpkeep.Sweep;
import chat.tandem.matcher.pairing.Pairing;
import io.vertx.core.Future;

/**
 * Looks again at those whose patience just ended, and at a slice of the queue that moves on each time, so that everybody
 * has a turn: this heals lost hints, and lets recent partners meet where nobody else is there.
 */
final class Sweeper {

    private static final int SLICE = 128;

    private final ShardUpkeep shard;
    private final Pairing pairing;
    private long since;
    private int rank;

    Sweeper(ShardUpkeep shard, Pairing pairing) {
        this.shard = shard;
        this.pairing = pairing;
    }

    /** Looks once; answers how many matches were made. */
    Future<Integer> sweep() {
        return shard.sweep(since, rank, SLICE).compose(this::look);
    }

    private Future<Integer> look(Sweep sweep) {
        since = sweep.now();
        rank = rank + SLICE < sweep.waiting() ? rank + SLICE : 0;
        return pairing.pair(sweep.users(), true);
    }
}
