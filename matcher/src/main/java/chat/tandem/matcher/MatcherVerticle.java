package chat.tandem.matcher;

import chat.tandem.common.ops.Health;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** The matcher: pairs those who wait, and does what a moment brings about, for every shard. */
public final class MatcherVerticle extends VerticleBase {

    private final MatcherSettings settings;
    private final Health health;

    /**
     * A matcher of its own; any number may run at once.
     *
     * @param settings what it goes by
     * @param health where it shows how it is
     */
    public MatcherVerticle(MatcherSettings settings, Health health) {
        this.settings = settings;
        this.health = health;
    }

    @Override
    public Future<?> start() {
        return Future.succeededFuture(settings.toString() + health);
    }
}
