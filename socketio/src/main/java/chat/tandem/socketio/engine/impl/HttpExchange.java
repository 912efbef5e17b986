package chat.tandem.socketio.engine.impl;

import chat.tandem.socketio.engine.CorsPolicy;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and its one answer. The request stays on the context on which it arrived; what is asked of it from elsewhere
 * is handed over.
 */
final class HttpExchange extends Exchange {
    private final Home home;
    private final HttpServerRequest request;
    private boolean answered;
    private @Nullable Runnable aborted;

    /** Takes a request, on its own context. */
    HttpExchange(Vertx vertx, HttpServerRequest request, CorsPolicy cors) {
        this.home = Home.current(vertx);
        this.request = request;
        HttpServerResponse response = request.response();
        response.exceptionHandler(failure -> abort());
        response.closeHandler(nothing -> abort());
        allowOrigin(cors, response.headers());
    }

    HttpServerRequest request() {
        return request;
    }

    /** Sets what happens when the client goes away before its answer; to be called on the request's context. */
    void onAbort(Runnable handler) {
        aborted = handler;
    }

    @Override
    boolean isBinary() {
        return "application/octet-stream".equals(request.getHeader("Content-Type"));
    }

    /** Answers a browser that asks what it may do. */
    void preflight() {
        MultiMap headers = request.response().headers();
        if (headers.contains("Access-Control-Allow-Origin")) {
            headers.set("Access-Control-Allow-Methods", "GET, POST");
            String asked = request.getHeader("Access-Control-Request-Headers");
            if (asked != null) {
                headers.set("Access-Control-Allow-Headers", asked);
            }
        }
        answered = true;
        request.response().setStatusCode(204).end();
    }

    /**
     * Reads the body, on the request's context.
     *
     * @param max its bound in bytes
     * @param whole what takes it; null when it is over the bound
     */
    void body(int max, Consumer<@Nullable Buffer> whole) {
        Buffer body = Buffer.buffer();
        boolean[] oversized = new boolean[1];
        request.handler(chunk -> {
            if (oversized[0]) {
                return;
            }
            if (body.length() + chunk.length() > max) {
                oversized[0] = true;
                whole.accept(null);
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(nothing -> {
            if (!oversized[0]) {
                whole.accept(body);
            }
        });
    }

    @Override
    void answer(int status, String type, String body) {
        home.run(() -> {
            if (answered) {
                return;
            }
            answered = true;
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", type)
                    .putHeader("Cache-Control", "no-store")
                    .end(body);
        });
    }

    private void abort() {
        if (!answered && aborted != null) {
            answered = true;
            aborted.run();
        }
    }

    private void allowOrigin(CorsPolicy cors, MultiMap headers) {
        String origin = request.getHeader("Origin");
        if (origin == null || !cors.allows(origin)) {
            return;
        }
        boolean any = cors.origins().contains("*") && !cors.credentials();
        headers.set("Access-Control-Allow-Origin", any ? "*" : origin);
        if (!any) {
            headers.add("Vary", "Origin");
        }
        if (cors.credentials()) {
            headers.set("Access-Control-Allow-Credentials", "true");
        }
    }
}
