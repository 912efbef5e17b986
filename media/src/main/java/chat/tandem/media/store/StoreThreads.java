package chat.tandem.media.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * The threads that wait for the store, so that no event loop does. As many calls are on the way at once as there are
 * threads; the others wait their turn.
 */
public final class StoreThreads {
    private static final int THREADS = 16;
    private static final long LONGEST_SECONDS = 60;

    private final WorkerExecutor threads;

    /** @param vertx to which the results come back */
    public StoreThreads(Vertx vertx) {
        threads = vertx.createSharedWorkerExecutor("media-store", THREADS, LONGEST_SECONDS, TimeUnit.SECONDS);
    }

    /** Does what blocks on one of the threads; the future completes on the caller's context. */
    public <T> Future<T> run(Callable<T> deed) {
        return threads.executeBlocking(deed, false);
    }

    /** As above, for what has no result. */
    public Future<Void> run(Runnable deed) {
        return threads.<Void>executeBlocking(
                () -> {
                    deed.run();
                    return null;
                },
                false);
    }

    /** Lets the threads go. */
    public Future<Void> close() {
        return threads.close();
    }
}
