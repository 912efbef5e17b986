package chat.tandem.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** What a request is to the limits. */
enum RequestKind {
    /** It opens a WebSocket, an event stream or a polling session. */
    HANDSHAKE,
    /** It says that it is part of a session that is open already: of Socket.IO by its {@code sid}, or a command beside an event stream. */
    SESSION,
    /** Anything else. */
    PLAIN;

    static final String POLLED = "/socket.io/";
    static final String STREAM = "/sse";
    static final String SOCKET = "/ws";
    static final String COMMANDS = "/commands";

    static RequestKind of(HttpServerRequest request) {
        String path = request.path();
        if (request.method().equals(HttpMethod.OPTIONS)) {
            return PLAIN;
        }
        if (path.startsWith(POLLED)) {
            return hasSession(request) ? SESSION : HANDSHAKE;
        }
        if (path.equals(SOCKET) || path.equals(STREAM)) {
            return HANDSHAKE;
        }
        return path.equals(COMMANDS) && request.headers().contains("Tandem-Connection") ? SESSION : PLAIN;
    }

    private static boolean hasSession(HttpServerRequest request) {
        return String.valueOf(request.query()).contains("sid=");
    }

    /** Whether the answer may take as long as it likes: a stream, or a long poll, and its head is all there is of the request. */
    static boolean mayWait(HttpServerRequest request) {
        return (request.path().equals(STREAM) || request.path().startsWith(POLLED))
                && request.method().equals(HttpMethod.GET)
                && !request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }
}
