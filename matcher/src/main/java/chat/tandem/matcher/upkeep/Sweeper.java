package chat.tandem.matcher.upkeep;

import chat.tandem.common.state.ShardUpkeep;
import chat.tandem.common.state.ShardUpkeep.Stretch;
import chat.tandem.common.state.ShardUpkeep.Sweep;
import chat.tandem.matcher.pairing.Pairing;
import io.vertx.core.Future;

/**
 * Looks again at those whose patience ended since the last time, all of them, and at a slice of the queue that moves on
 * each time, so that everybody has a turn: this heals lost hints, and lets recent partners meet where nobody else is there.
 * Where the patience of many ended together, the rest has its turn in the next moments.
 */
final class Sweeper {

    private static final int SLICE = 128;

    /** What is left after so many calls waits for the next moment, so that what else is due has its turn. */
    private static final int CALLS = 16;

    private final ShardUpkeep shard;
    private final Pairing pairing;
    private Stretch stretch = Stretch.after(0);
    private int rank;

    Sweeper(ShardUpkeep shard, Pairing pairing) {
        this.shard = shard;
        this.pairing = pairing;
    }

    /** Looks once; answers how many matches were made. */
    Future<Integer> sweep() {
        return shard.sweep(stretch, SLICE, rank).compose(found -> {
            rank = rank + SLICE < found.waiting() ? rank + SLICE : 0;
            return look(found, CALLS);
        });
    }

    private Future<Integer> look(Sweep found, int calls) {
        stretch = found.stretch().next();
        return pairing.pair(found.users(), true)
                .compose(made -> found.stretch().left() == 0 || calls <= 1
                        ? Future.succeededFuture(made)
                        : shard.sweep(stretch, SLICE, -1)
                                .compose(more -> look(more, calls - 1))
                                .map(others -> made + others));
    }
}
