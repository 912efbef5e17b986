package chat.tandem.matcher;

import chat.tandem.common.ops.Operations;
import chat.tandem.common.state.Ids;
import chat.tandem.common.state.Shards;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;

/** The matcher: pairs those who wait, and does what a moment brings about, for every shard. */
public final class MatcherVerticle extends VerticleBase {

    private final MatcherSettings settings;
    private final Operations operations;
    private final List<ShardMatcher> shards = new ArrayList<>();

    /**
     * A matcher of its own; any number may run at once.
     *
     * @param settings what it goes by
     * @param operations where it shows how it is
     */
    public MatcherVerticle(MatcherSettings settings, Operations operations) {
        this.settings = settings;
        this.operations = operations;
    }

    @Override
    public Future<?> start() {
        String name = Ids.instanceId();
        Shards all = Shards.of(settings.redis().shards());
        for (int index = 0; index < all.count(); index++) {
            ShardMatcher shard = ShardMatcher.start(vertx, settings, all.keys(index), name, operations.metrics());
            operations.health().component("redis", shard::status);
            shards.add(shard);
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return Future.join(shards.stream().map(ShardMatcher::stop).toList());
    }
}
