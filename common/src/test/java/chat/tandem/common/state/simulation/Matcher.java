package chat.tandem.common.state.simulation;

import chat.tandem.common.state.Match;
import chat.tandem.common.state.ShardUpkeep;
import chat.tandem.common.state.ShardUpkeep.Stretch;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** A matcher's process: hints at once, and each tick what is due, as the real {@code Upkeep} does it. */
final class Matcher extends Program {
    private static final int BATCH = 200;

    /** Few, so that a sweep has several turns. */
    private static final int SWEPT = 2;

    final Link link;
    private final ShardUpkeep shard;
    private final List<String> hinted = new ArrayList<>();
    private Stretch stretch = Stretch.after(0);

    Matcher(World world, String name, Stations.Desk<ShardUpkeep> desk) {
        super(world, name);
        link = new Link(world, this);
        desk.outlet().plug(link);
        shard = desk.caller();
        next();
    }

    /** Somebody began to wait. */
    void hint(String user) {
        in(world.chance.latency(), () -> {
            if (hinted.isEmpty()) {
                in(world.chance.between(0, 10), this::pairHinted);
            }
            hinted.add(user);
        });
    }

    private void pairHinted() {
        List<String> users = List.copyOf(new LinkedHashSet<>(hinted));
        hinted.clear();
        var unused = shard.pair(users, false);
    }

    private void next() {
        in(world.tickLength(), () -> keepUp().onComplete(done -> next()));
    }

    private Future<List<Match>> keepUp() {
        return shard.tick(name, Times.TICK).compose(tick -> {
            if (tick == null) {
                return Future.succeededFuture(List.of());
            }
            return shard.expire(BATCH).compose(done -> reap(tick.lapsed(), 0)).compose(done -> sweep(0));
        });
    }

    private Future<List<Match>> sweep(int rank) {
        return shard.sweep(stretch, SWEPT, rank).compose(sweep -> {
            stretch = sweep.stretch().next();
            Future<List<Match>> made = shard.pair(new LinkedHashSet<>(sweep.users()), true);
            return sweep.stretch().left() > 0 ? made.compose(matches -> sweep(-1)) : made;
        });
    }

    private Future<Integer> reap(List<String> lapsed, int index) {
        if (index == lapsed.size()) {
            return Future.succeededFuture(0);
        }
        return shard.reap(lapsed.get(index)).compose(left -> reap(lapsed, left > 0 ? index : index + 1));
    }
}
