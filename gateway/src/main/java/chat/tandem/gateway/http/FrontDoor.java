package chat.tandem.gateway.http;

import chat.tandem.common.ops.PortInUseException;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.common.protocol.ProtocolLimits;
import chat.tandem.gateway.limit.UnauthenticatedMemory;
import chat.tandem.gateway.meters.ClientMeters;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** The HTTP port of one event loop. All loops of a process listen on the same port. */
public final class FrontDoor {
    /** How long a client has to answer a close frame, in seconds, before its TCP connection is cut. */
    private static final int CLOSING_SECONDS = 2;

    /** As much as proxies let through: cookies of whatever else shares the host, and large tokens. */
    private static final int HEADER_BYTES = 32 * 1024;

    private final BiConsumer<ServerWebSocket, HttpConnection> entered;
    private final UnauthenticatedMemory memory;
    private final ClientMeters meters;
    private final OriginRule origins;
    private final ClientConnections connections;
    private final HttpServer server;
    private final Handler<HttpServerRequest> routes;
    private final Handler<HttpServerRequest> admitted;
    private boolean draining;

    /**
     * A door that is not open yet.
     *
     * @param origins the allowed origins beside the host itself
     * @param silence how long what was sent may stay unacknowledged by the client's machine (Linux)
     * @param limits of the process
     * @param known whether the session that a request says it belongs to is open in this process
     * @param memory of connections without a session
     * @param entered takes a WebSocket that was accepted and has not read anything yet, and the connection below it
     * @param routes serves everything else
     * @param meters counts what is answered
     */
    public FrontDoor(
            Vertx vertx,
            List<String> origins,
            Duration silence,
            SharedLimits limits,
            Predicate<HttpServerRequest> known,
            UnauthenticatedMemory memory,
            BiConsumer<ServerWebSocket, HttpConnection> entered,
            Handler<HttpServerRequest> routes,
            ClientMeters meters) {
        this.meters = meters;
        this.memory = memory;
        this.entered = entered;
        this.origins = new OriginRule(origins);
        this.connections = new ClientConnections(vertx, new Gate(limits, known), limits);
        this.routes = routes;
        this.admitted = origins.isEmpty() ? this::admit : CrossOrigin.before(vertx, this::admit);
        this.server = vertx.createHttpServer(options(silence, limits.proxies().proxyProtocol()))
                .connectionHandler(connection -> {
                    connections.opened(connection);
                    RequestBodyMemory.of(connection, memory);
                })
                .requestHandler(this::request);
    }

    private static HttpServerOptions options(Duration silence, boolean proxyProtocol) {
        return new HttpServerOptions()
                .setStrictThreadMode(true)
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(HEADER_BYTES)
                .setUseProxyProtocol(proxyProtocol)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(ProtocolLimits.FRAME_BYTES)
                .setMaxWebSocketMessageSize(ProtocolLimits.FRAME_BYTES)
                .setWebSocketClosingTimeout(CLOSING_SECONDS)
                .setTcpUserTimeout((int) silence.toMillis())
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
        ClientConnection connection = connections.requested(request);
        // One handler for all that follows a response: Vert.x keeps the last one only.
        request.response().endHandler(ended -> {
            connections.responded(request, connection);
            meters.responded(request.response().getStatusCode());
        });
        request.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "no-referrer");
        if (request.path().startsWith("/api/")) {
            request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        if (!origins.allows(request)) {
            HttpAnswers.refuse(
                    request.response(), ProtocolError.of(ErrorCode.FORBIDDEN, "This origin is not allowed."));
        } else if (!wellFormed(request.path())) {
            HttpAnswers.refuse(request.response(), ProtocolError.of(ErrorCode.INVALID_FRAME, "The path is malformed."));
        } else if (request.path().startsWith(RequestKind.POLLED) || isRefusedPreflight(request, connection)) {
            admit(request); // Socket.IO has a say of its own about origins and queries.
        } else if (!hasReadableQuery(request)) {
            HttpAnswers.refuse(
                    request.response(), ProtocolError.of(ErrorCode.INVALID_FRAME, "The query is malformed."));
        } else {
            admitted.handle(request);
        }
    }

    /** Other requests are refused behind the handler that lets pages elsewhere read why. */
    private static boolean isRefusedPreflight(HttpServerRequest request, ClientConnection connection) {
        return connection.refusal() != null && request.method().equals(HttpMethod.OPTIONS);
    }

    private void admit(HttpServerRequest request) {
        ClientConnection connection = ClientConnection.of(request.connection());
        ProtocolError refusal = connection.refusal();
        if (RequestKind.of(request) == RequestKind.HANDSHAKE && (draining || !memory.admits())) {
            HttpAnswers.refuse(request.response(), ProtocolError.unavailable(1_000));
        } else if (refusal != null) {
            HttpAnswers.refuse(request.response(), refusal);
        } else if (request.path().equals(RequestKind.SOCKET)) {
            handshake(request);
        } else if (asksForWebSocket(request) && !speaksVersion13(request)) {
            refuseHandshake(request); // Vert.x would take older versions, too.
        } else {
            connections.admitted(request, connection);
            routes.handle(request);
        }
    }

    /** Whether a request's parameters can be read; Vert.x throws where their percent-encoding is broken. */
    public static boolean hasReadableQuery(HttpServerRequest request) {
        try {
            var unused = request.params();
            return true;
        } catch (IllegalArgumentException badPercentEncoding) {
            return false;
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
        if (!request.method().equals(HttpMethod.GET) || !asksForWebSocket(request) || !speaksVersion13(request)) {
            refuseHandshake(request);
            return;
        }
        var unused = request.toWebSocket().onSuccess(socket -> {
            entered.accept(socket, request.connection());
        });
    }

    private static boolean asksForWebSocket(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }

    private static boolean speaksVersion13(HttpServerRequest request) {
        return "13".equals(request.getHeader("Sec-WebSocket-Version"));
    }

    private static void refuseHandshake(HttpServerRequest request) {
        request.response().putHeader("Sec-WebSocket-Version", "13");
        HttpAnswers.refuse(
                request.response(), ProtocolError.of(ErrorCode.INVALID_FRAME, "Must be a WebSocket handshake."));
    }
}
