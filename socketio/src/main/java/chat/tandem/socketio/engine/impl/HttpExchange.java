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
     * @param room where it is held until it is whole; without room the request is answered with 503
     * @param whole what takes it; null when it is over the bound
     */
    void body(int max, Room room, Consumer<@Nullable Buffer> whole) {
        RequestBody body = new RequestBody(max, room);
        request.handler(chunk -> {
            switch (body.add(chunk)) {
                case KEPT, OVER -> {}
                case TOO_LONG -> whole.accept(null);
                case NO_ROOM -> refuse(503);
            }
        });
        request.exceptionHandler(cut -> body.drop());
        request.endHandler(nothing -> {
            Buffer bytes = body.end();
            if (bytes != null) {
                whole.accept(bytes);
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
            if (status == 429 || status == 503) {
                request.response().putHeader("Retry-After", "1");
            }
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
