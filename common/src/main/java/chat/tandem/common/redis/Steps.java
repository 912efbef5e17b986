package chat.tandem.common.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a new connection has to do before it serves. Steps have a pipeline of their own, so that what they send overtakes
 * commands that are already waiting for this connection.
 */
final class Steps {
    private final List<Supplier<Future<?>>> steps = new ArrayList<>();
    private @Nullable Pipeline pipeline;
    private boolean starting;

    void add(Supplier<Future<?>> step) {
        steps.add(step);
    }

    /** Runs all of them on the wire, one after another, those added meanwhile too. */
    Future<?> run(Wire wire, Pipeline own) {
        pipeline = own;
        own.attach(wire);
        return runFrom(0, own).onComplete(done -> {
            if (pipeline == own) {
                pipeline = null;
            }
        });
    }

    private Future<?> runFrom(int index, Pipeline own) {
        if (index == steps.size()) {
            return Future.succeededFuture();
        }
        return start(steps.get(index))
                .compose(done -> pipeline == own ? runFrom(index + 1, own) : Future.failedFuture("overtaken"));
    }

    private Future<?> start(Supplier<Future<?>> step) {
        starting = true;
        try {
            return step.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        } finally {
            starting = false;
        }
    }

    /** Returns whether it is a step that is running now: one that was just called, or got an answer. */
    boolean inside() {
        return pipeline != null && (starting || pipeline.answering());
    }

    Future<@Nullable Response> send(Request request) {
        Pipeline own = pipeline;
        return own == null
                ? Future.failedFuture(new RedisUnavailableException("the connection to Redis was lost", false))
                : own.add(request);
    }

    /** Fails what the steps wait for. */
    void fail(String reason) {
        if (pipeline != null) {
            pipeline.fail(reason);
        }
    }

    long waitingSince(long orElse) {
        return pipeline == null ? orElse : pipeline.waitingSince(orElse);
    }
}
