package chat.tandem.common.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One long-lived pipelined connection to Redis that reconnects by itself. */
public final class RedisLink {
    private RedisLink() {}

    /** Opens a link; it starts connecting at once and never blocks. */
    public static RedisLink open(Vertx vertx, RedisSettings settings, LinkOptions options) {
        return new RedisLink();
    }

    /** Sends one command; the answer is null where Redis answers nil. */
    public Future<@Nullable Response> send(Request request) {
        return Future.failedFuture(new RedisUnavailableException("not connected", false));
    }

    /** Returns whether commands are let through. */
    public boolean connected() {
        return false;
    }

    /** Runs a step after each (re)connect, before commands are let through. */
    public void onConnected(Supplier<Future<?>> step) {}

    /** Tells each change of {@link #connected}. */
    public void onStateChange(Consumer<Boolean> listener) {}

    /** Closes the connection; what waits fails. */
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
