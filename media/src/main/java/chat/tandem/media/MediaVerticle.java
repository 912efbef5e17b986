package chat.tandem.media;

import chat.tandem.common.ops.Operations;
import chat.tandem.media.store.ObjectStore;
import chat.tandem.media.store.Signer;
import chat.tandem.media.store.StoreThreads;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/** The media service: lets clients talk to the object store, and sees to what they leave there. */
public final class MediaVerticle extends VerticleBase {
    private final MediaSettings settings;
    private final Operations operations;
    private @Nullable MediaWork work;

    /**
     * A service of its own; any number may run at once.
     *
     * @param settings what it goes by
     * @param operations where it shows how it is
     */
    public MediaVerticle(MediaSettings settings, Operations operations) {
        this.settings = settings;
        this.operations = operations;
    }

    private record Opened(ObjectStore store, Signer signer) {}

    /** Completes when it can sign; what is away, the store or Redis, is waited for. */
    @Override
    public Future<?> start() {
        StoreThreads threads = StoreThreads.forObjects(vertx);
        return threads.run(this::open).onSuccess(opened -> {
            work = new MediaWork(vertx, settings, threads, opened.store, opened.signer, operations.metrics());
            work.show(operations.health());
            work.begin();
        });
    }

    /** Loading the library and its first signature take a second: not on an event loop. */
    private Opened open() {
        Signer signer = new Signer(settings.s3(), settings.uploads().urlLife());
        signer.download("warm-up");
        return new Opened(new ObjectStore(settings.s3(), operations.metrics()), signer);
    }

    @Override
    public Future<?> stop() {
        return work == null ? Future.succeededFuture() : work.end();
    }
}
