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

    private StoreThreads(Vertx vertx, String name, int count) {
        threads = vertx.createSharedWorkerExecutor(name, count, LONGEST_SECONDS, TimeUnit.SECONDS);
    }

    /** Those for all that is done with objects. */
    public static StoreThreads forObjects(Vertx vertx) {
        return new StoreThreads(vertx, "media-store", THREADS);
    }

    /** A thread for the store's sign of life, which must not wait behind what is slow. */
    public static StoreThreads forPulse(Vertx vertx) {
        return new StoreThreads(vertx, "media-pulse", 1);
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
