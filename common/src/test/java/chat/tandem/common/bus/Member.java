package chat.tandem.common.bus;

import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Shards;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The bus as one process has it: an event loop of its own, and links of its own. */
record Member(Vertx vertx, Context loop, ShardBus bus) implements AutoCloseable {

    static Member start(String url) {
        Vertx vertx = Vertx.vertx();
        Context loop = vertx.getOrCreateContext();
        RedisSettings settings = RedisSettings.standalone(url);
        return new Member(
                vertx,
                loop,
                on(loop, () -> ShardBus.open(vertx, settings, Shards.of(1).keys(0))));
    }

    <T> WorkReader<T> read(
            Address<T> address, ReaderOptions options, Function<List<Delivery<T>>, Future<Void>> handler) {
        return here(() -> {
            WorkReader<T> reader = WorkReader.create(vertx, bus, address, options, handler);
            reader.start();
            return reader;
        });
    }

    WorkReader<MatcherEntry> hints(
            ReaderOptions options, Function<List<Delivery<MatcherEntry>>, Future<Void>> handler) {
        return read(Addresses.MATCHER, options, handler);
    }

    Future<Void> stop(WorkReader<?> reader) {
        return later(reader::stop);
    }

    /** Runs on the loop and waits for the result. */
    <T> T here(Supplier<T> action) {
        return on(loop, action);
    }

    /** Runs on the loop; the future completes anywhere. */
    <T> Future<T> later(Supplier<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(here -> action.get().onComplete(promise));
        return promise.future();
    }

    private static <T> T on(Context loop, Supplier<T> action) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(here -> promise.complete(action.get()));
        return promise.future().await();
    }

    /** Ends its links, then its loop. */
    @Override
    public void close() {
        later(bus::close).await();
        vertx.close().await();
    }
}
