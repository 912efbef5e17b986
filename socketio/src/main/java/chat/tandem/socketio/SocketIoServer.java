package chat.tandem.socketio;

import chat.tandem.socketio.impl.SocketIoServerImpl;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;

/**
 * A Socket.IO server: protocol 5, over Engine.IO 4.
 *
 * <p>One server may take the requests of several event loops: a connection lives on the context of the request that opened it, and
 * requests that arrive elsewhere are handed over.
 */
public interface SocketIoServer extends Handler<HttpServerRequest> {
    /** Creates a server. It is reached through {@link #mount}, or by handing requests to {@link #handle}. */
    static SocketIoServer create(Vertx vertx, SocketIoOptions options) {
        return new SocketIoServerImpl(vertx, options);
    }

    /**
     * A namespace, which exists from the first call on. Clients that ask for one that does not exist are refused.
     *
     * @param name begins with a slash; {@code /} is the one that clients use who ask for none
     */
    SocketIoNamespace namespace(String name);

    /**
     * Serves a request, be it HTTP or the opening of a WebSocket. Its body must be unread, so no body handler may stand before
     * it; and WebSockets reach it only where the HTTP server has no WebSocket handler of its own.
     */
    @Override
    void handle(HttpServerRequest request);

    /** Serves everything under the path of the options, {@code /socket.io/} by default. */
    SocketIoServer mount(Router router);

    /** Whether this server has an open session of that Engine.IO id ({@code sid}). From any thread. */
    boolean has(String sid);

    /** Disconnects all sockets with {@link DisconnectReason#SERVER_SHUTTING_DOWN} and refuses new ones. Clients try to come back. */
    Future<Void> close();
}
