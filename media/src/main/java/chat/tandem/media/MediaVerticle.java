package chat.tandem.media;

import chat.tandem.common.ops.Operations;
import chat.tandem.common.ops.Status;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** The media service. It takes no requests yet: the frame stands, so that every deployment has its place already. */
public final class MediaVerticle extends VerticleBase {

    private final MediaSettings settings;
    private final Operations operations;

    /**
     * A service of its own.
     *
     * @param settings what it goes by
     * @param operations where it shows how it is
     */
    public MediaVerticle(MediaSettings settings, Operations operations) {
        this.settings = settings;
        this.operations = operations;
    }

    @Override
    public Future<?> start() {
        String reason = "waits for uploads to come, over " + settings.redis().shards() + " shards";
        operations.health().component("uploads", () -> Status.up(reason));
        return Future.succeededFuture();
    }
}
