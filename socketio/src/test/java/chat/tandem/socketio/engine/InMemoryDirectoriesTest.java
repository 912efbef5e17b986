package chat.tandem.socketio.engine;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;

class InMemoryDirectoriesTest extends SessionDirectoryContract {
    private final Vertx vertx = Vertx.vertx();
    private final Context homes = vertx.getOrCreateContext();
    private final Context others = vertx.getOrCreateContext();
    private final InMemoryDirectories directories = new InMemoryDirectories();
    private final SessionDirectory home = directories.directory();
    private final SessionDirectory other = directories.directory();

    @AfterEach
    void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Override
    protected SessionDirectory home() {
        return home;
    }

    @Override
    protected SessionDirectory other() {
        return other;
    }

    @Override
    protected <T> Future<T> atHome(Supplier<Future<T>> action) {
        return on(homes, action);
    }

    @Override
    protected <T> Future<T> elsewhere(Supplier<Future<T>> action) {
        return on(others, action);
    }

    private static <T> Future<T> on(Context context, Supplier<Future<T>> action) {
        Promise<T> result = Promise.promise();
        context.runOnContext(here -> action.get().onComplete(result));
        return result.future();
    }
}
