package chat.tandem.common.redis;

import io.vertx.core.Promise;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** A command that waits for its answer. */
final class Waiting {
    private final Request request;
    private final long since = System.nanoTime();
    private final Promise<@Nullable Response> answer = Promise.promise();

    Waiting(Request request) {
        this.request = request;
    }

    Request request() {
        return request;
    }

    Promise<@Nullable Response> answer() {
        return answer;
    }

    /** Returns when it was given to the link, in {@link System#nanoTime}. */
    long since() {
        return since;
    }
}
