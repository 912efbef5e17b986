package chat.tandem.media;

import chat.tandem.common.ops.Health;
import chat.tandem.common.ops.Status;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** The media service. It takes no requests yet: the frame stands, so that every deployment has its place already. */
public final class MediaVerticle extends VerticleBase {

    private final MediaSettings settings;
    private final Health health;

    /**
     * A service of its own.
     *
     * @param settings what it goes by
     * @param health where it shows how it is
     */
    public MediaVerticle(MediaSettings settings, Health health) {
        this.settings = settings;
        this.health = health;
    }

    @Override
    public Future<?> start() {
        String reason = "waits for uploads to come, over " + settings.redis().shards() + " shards";
        health.component("uploads", () -> Status.up(reason));
        return Future.succeededFuture();
    }
}
