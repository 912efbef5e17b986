package chat.tandem.socketio.impl;

import chat.tandem.socketio.AckException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The acknowledgements that one socket waits for, within a bound. Safe to use from any thread. */
final class Acks {
    private final Vertx vertx;
    private final int max;
    private final Map<Long, Promise<JsonArray>> waiting = new ConcurrentHashMap<>(1);
    private volatile boolean closed;

    Acks(Vertx vertx, int max) {
        this.vertx = vertx;
        this.max = max;
    }

    /** Waits for an acknowledgement, which the given promise gets. */
    Future<JsonArray> await(long id, Duration timeout, Promise<JsonArray> promise) {
        if (waiting.size() >= max) {
            promise.fail(new AckException("too many acknowledgements are waited for"));
            return promise.future();
        }
        waiting.put(id, promise);
        if (closed) {
            fail(id, "the socket is disconnected");
            return promise.future();
        }
        long timer = vertx.setTimer(Math.max(1, timeout.toMillis()), expired -> fail(id, "not acknowledged in time"));
        return promise.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /** An acknowledgement came; one that nobody waits for is ignored. */
    void complete(long id, JsonArray args) {
        Promise<JsonArray> promise = waiting.remove(id);
        if (promise != null) {
            promise.complete(args);
        }
    }

    /** None will come any more. */
    void close() {
        closed = true;
        List.copyOf(waiting.keySet()).forEach(id -> fail(id, "the socket is disconnected"));
    }

    private void fail(long id, String message) {
        Promise<JsonArray> promise = waiting.remove(id);
        if (promise != null) {
            promise.fail(new AckException(message));
        }
    }
}
