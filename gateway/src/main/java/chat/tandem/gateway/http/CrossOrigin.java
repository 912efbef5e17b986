package chat.tandem.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.Set;

/**
 * Tells browsers which pages of other origins may read our answers, as the Fetch standard has it (CORS). Whose pages may ask at all is
 * the {@link OriginRule}'s to say, and it has been asked before: every origin that comes here is allowed.
 *
 * <p>No credentials: a page elsewhere proves who it is by {@code Authorization}, and no cookie of ours does anything for it.
 */
final class CrossOrigin {
    private static final int PREFLIGHT_SECONDS = 3_600;
    private static final Set<HttpMethod> METHODS =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.DELETE);
    private static final Set<String> HEADERS =
            Set.of("Authorization", "Content-Type", "Tandem-Connection", "Last-Event-ID");

    private CrossOrigin() {}

    /** For these the handler of Vert.x leaves {@code Vary} out, which tells caches not to give a page elsewhere what is kept for another. */
    private static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** Requests get their headers, and preflights their answer; the rest goes on. */
    static Handler<HttpServerRequest> before(Vertx vertx, Handler<HttpServerRequest> admitted) {
        Router router = Router.router(vertx);
        router.route().handler(context -> {
            if (isPreflight(context.request())) {
                context.response().putHeader("Vary", "Origin");
            }
            context.next();
        });
        // As a pattern, and not as any origin, which would be answered by a star.
        router.route()
                .handler(CorsHandler.create()
                        .addOriginWithRegex(".+")
                        .allowedMethods(METHODS)
                        .allowedHeaders(HEADERS)
                        .maxAgeSeconds(PREFLIGHT_SECONDS));
        router.route().handler(context -> admitted.handle(context.request()));
        return router;
    }
}
