package chat.tandem.persistence;

import chat.tandem.common.ops.Health;
import chat.tandem.common.ops.Status;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Persistence: writes what was said, and answers what was said before. */
public final class PersistenceVerticle extends VerticleBase {

    private final PersistenceSettings settings;
    private final Health health;

    /**
     * An instance of its own; any number may run at once. It does not migrate: below its minimum schema it is not
     * ready, and waits.
     *
     * @param settings what it goes by
     * @param health where it shows how it is
     */
    public PersistenceVerticle(PersistenceSettings settings, Health health) {
        this.settings = settings;
        this.health = health;
    }

    @Override
    public Future<?> start() {
        health.component("postgres", () -> Status.down("not asked yet at " + settings.postgres()));
        return Future.succeededFuture();
    }
}
