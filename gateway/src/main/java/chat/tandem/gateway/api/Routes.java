package chat.tandem.gateway.api;

import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.common.protocol.ProtocolLimits;
import chat.tandem.gateway.http.HttpAnswers;
import chat.tandem.gateway.shard.ShardGateways;
import chat.tandem.gateway.token.TokenSeal;
import chat.tandem.gateway.token.Tokens;
import chat.tandem.gateway.transport.Streams;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/** What is served under which path on one event loop. */
public final class Routes {
    private static final String READING = "GET, HEAD";

    private final Router router;

    private Routes(Router router) {
        this.router = router;
    }

    /**
     * All of them.
     *
     * @param welcome whether there may be guests
     * @param storage where images are, which the page may talk to
     * @param seal of the cookie for streams
     * @param streams of this process
     * @param opener makes connections of streams
     */
    public static Handler<HttpServerRequest> of(
            Vertx vertx,
            Tokens tokens,
            boolean welcome,
            ShardGateways shards,
            StorageOrigins storage,
            TokenSeal seal,
            Streams streams,
            StreamRoutes.Opener opener) {
        Routes routes = new Routes(Router.router(vertx));
        Bearer bearer = new Bearer(tokens);
        ConversationRoutes conversations = new ConversationRoutes(bearer, shards);
        StreamRoutes stream = new StreamRoutes(bearer, seal, streams, opener);
        routes.reading("/api/online", context -> online(context, shards));
        routes.writing("/api/guest", new GuestRoute(tokens, welcome));
        routes.reading("/api/conversations", conversations::list);
        routes.reading("/api/conversations/:id/messages", conversations::messages);
        routes.router.get("/api/me/export").handler(new ExportRoute(vertx, bearer, shards));
        routes.otherwise("/api/me/export", "GET");
        routes.router.delete("/api/me").handler(new ErasureRoute(bearer, shards));
        routes.otherwise("/api/me", "DELETE");
        routes.router.get("/sse").handler(stream::stream);
        routes.otherwise("/sse", "GET");
        routes.writing("/commands", stream::command);
        routes.writing("/api/sse-session", stream::session);
        routes.reading("/media/:key", new MediaRoute(new DownloadLinks(shards, System::currentTimeMillis)));
        only(routes.router.route()).handler(new WebFiles(vertx, storage.policy()));
        routes.router.route().handler(Routes::nothing);
        routes.router.route().failureHandler(Routes::failed);
        return routes.router;
    }

    private static Route only(Route route) {
        return route.method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    private void reading(String path, Handler<RoutingContext> handler) {
        only(router.route(path)).handler(handler);
        otherwise(path, READING);
    }

    private void writing(String path, Handler<RoutingContext> handler) {
        router.post(path)
                .handler(BodyHandler.create(false).setBodyLimit(ProtocolLimits.FRAME_BYTES))
                .handler(handler);
        otherwise(path, "POST");
    }

    private void otherwise(String path, String allowed) {
        router.route(path).handler(context -> {
            context.response().putHeader(HttpHeaders.ALLOW, allowed);
            HttpAnswers.refuse(
                    context.response(),
                    ProtocolError.of(ErrorCode.NOT_FOUND, "Not with this method: " + allowed + "."));
        });
    }

    private static void online(RoutingContext context, ShardGateways shards) {
        HttpAnswers.json(context.response(), 200, "{\"count\":" + shards.online() + "}");
    }

    private static void nothing(RoutingContext context) {
        HttpAnswers.refuse(context.response(), ProtocolError.of(ErrorCode.NOT_FOUND, "Nothing is here."));
    }

    private static void failed(RoutingContext context) {
        if (context.response().ended()) {
            return;
        }
        HttpAnswers.refuse(
                context.response(),
                switch (context.statusCode()) {
                    case 400 -> ProtocolError.invalidFrame("The request is malformed.");
                    case 413 -> ProtocolError.of(ErrorCode.TOO_LARGE, "Too large.");
                    default -> ProtocolError.internal();
                });
    }
}
