package chat.tandem.gateway.http;

import chat.tandem.common.ops.PortInUseException;
import chat.tandem.common.protocol.ClientCommand;
import chat.tandem.common.protocol.ClientFrame;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.FrameParser;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.common.protocol.ProtocolLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The HTTP port of one event loop. All loops of a process listen on the same port. */
public final class FrontDoor {
    /** How long a client has to answer a close frame, in seconds, before its TCP connection is cut. */
    private static final int CLOSING_SECONDS = 2;

    private final GuestBook guests;
    private final Visitors visitors;
    private final OriginRule origins;
    private final HandshakeDeadline deadline;
    private final HttpServer server;
    private final Router router;
    private boolean draining;

    /** Who takes what comes in. */
    public interface Visitors {
        /** A WebSocket was accepted and has not read anything yet. */
        void entered(ServerWebSocket socket);

        /** How many users are online. */
        long online();
    }

    /** @param origins the allowed origins beside the host itself */
    public FrontDoor(Vertx vertx, List<String> origins, Visitors visitors, GuestBook guests) {
        this.visitors = visitors;
        this.guests = guests;
        this.origins = new OriginRule(origins);
        this.deadline = new HandshakeDeadline(vertx);
        this.router = routes(vertx);
        this.server = vertx.createHttpServer(options())
                .connectionHandler(deadline::opened)
                .requestHandler(this::request);
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setStrictThreadMode(true)
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(ProtocolLimits.FRAME_BYTES)
                .setMaxWebSocketMessageSize(ProtocolLimits.FRAME_BYTES)
                .setWebSocketClosingTimeout(CLOSING_SECONDS)
                .setTcpNoDelay(true)
                .setAcceptBacklog(4096);
    }

    /** Listens. Completes with the port, or fails with {@link PortInUseException}. */
    public Future<Integer> open(String host, int port) {
        // A negative port is a free one that all instances of a deployment share.
        return server.listen(port == 0 ? -1 : port, host)
                .recover(PortInUseException.explain("TANDEM_HTTP_PORT", host, port))
                .map(HttpServer::actualPort);
    }

    /** From now on nobody is let in any more. */
    public void drain() {
        draining = true;
    }

    /** Stops listening and closes what is left. */
    public Future<Void> close() {
        return server.close();
    }

    private void request(HttpServerRequest request) {
        deadline.requested(request);
        request.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "no-referrer");
        if (request.path().startsWith("/api/")) {
            request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        if (!origins.allows(request)) {
            refuse(request.response(), ProtocolError.of(ErrorCode.FORBIDDEN, "This origin is not allowed."));
        } else if (!wellFormed(request.path())) {
            refuse(request.response(), ProtocolError.of(ErrorCode.INVALID_FRAME, "The path is malformed."));
        } else if (request.path().equals("/ws")) {
            handshake(request);
        } else {
            router.handle(request);
        }
    }

    private static boolean wellFormed(String path) {
        try {
            return !URLDecoder.decode(path, StandardCharsets.UTF_8).isEmpty();
        } catch (IllegalArgumentException badPercentEncoding) {
            return false;
        }
    }

    private void handshake(HttpServerRequest request) {
        if (draining) {
            refuse(request.response(), ProtocolError.unavailable(1_000));
            return;
        }
        boolean upgrade = request.method().equals(HttpMethod.GET)
                && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                && "13".equals(request.getHeader("Sec-WebSocket-Version"));
        if (!upgrade) {
            request.response().putHeader("Sec-WebSocket-Version", "13");
            refuse(request.response(), ProtocolError.of(ErrorCode.INVALID_FRAME, "Must be a WebSocket handshake."));
            return;
        }
        var unused = request.toWebSocket().onSuccess(socket -> {
            deadline.upgraded(request.connection());
            visitors.entered(socket);
        });
    }

    private Router routes(Vertx vertx) {
        Router routes = Router.router(vertx);
        routes.get("/api/online")
                .handler(context -> json(context.response(), 200, "{\"count\":" + visitors.online() + "}"));
        routes.post("/api/guest")
                .handler(BodyHandler.create(false).setBodyLimit(ProtocolLimits.FRAME_BYTES))
                .handler(this::guest);
        routes.route().method(HttpMethod.GET).method(HttpMethod.HEAD).handler(new WebFiles(vertx));
        routes.route()
                .handler(context ->
                        refuse(context.response(), ProtocolError.of(ErrorCode.NOT_FOUND, "Nothing is here.")));
        routes.route().failureHandler(FrontDoor::failed);
        return routes;
    }

    private void guest(RoutingContext context) {
        String body = context.body().isEmpty() ? "{}" : context.body().asString();
        if (!guests.welcome()) {
            refuse(context.response(), ProtocolError.of(ErrorCode.FORBIDDEN, "There are no guests here."));
            return;
        }
        switch (FrameParser.parse(0, ClientCommand.HELLO, nameOnly(body))) {
            case ClientFrame.Command(long id, ClientCommand.Hello hello) ->
                json(context.response(), 201, guests.invite(hello.name()));
            case ClientFrame.Command command -> refuse(context.response(), ProtocolError.internal());
            case ClientFrame.Refused refused -> refuse(context.response(), refused.error());
        }
    }

    /** The body's {@code name} alone, for everything else is unknown here; what is no object is left to the parser. */
    private static String nameOnly(String body) {
        try {
            JsonObject given = new JsonObject(body);
            JsonObject name = new JsonObject();
            if (given.containsKey("name")) {
                name.put("name", given.getValue("name"));
            }
            return name.encode();
        } catch (DecodeException notAnObject) {
            return body;
        }
    }

    private static void failed(RoutingContext context) {
        if (context.response().ended()) {
            return;
        }
        ErrorCode code = context.statusCode() == 413 ? ErrorCode.TOO_LARGE : ErrorCode.INTERNAL;
        refuse(
                context.response(),
                ProtocolError.of(
                        code, code == ErrorCode.TOO_LARGE ? "Too large." : "Something went wrong on our side."));
    }

    private static void refuse(HttpServerResponse response, ProtocolError error) {
        json(response, error.code().httpStatus(), error.toJson());
    }

    private static void json(HttpServerResponse response, int status, String body) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body);
    }
}
