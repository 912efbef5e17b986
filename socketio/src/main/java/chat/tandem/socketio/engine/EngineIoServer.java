package chat.tandem.socketio.engine;

import chat.tandem.socketio.engine.impl.EngineServer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;

/**
 * An Engine.IO 4 server over HTTP long polling and WebSocket.
 *
 * <p>One server may take the requests of several event loops: a session lives on the context of the request that opened it, and
 * requests that arrive elsewhere are handed over.
 */
public interface EngineIoServer extends Handler<HttpServerRequest> {
    /** Creates a server. It is reached through {@link #mount}, or by handing requests to {@link #handle}. */
    static EngineIoServer create(Vertx vertx, EngineIoOptions options) {
        return new EngineServer(vertx, options);
    }

    /** Sets the handler of new sessions; it runs on the session's context, before the first message is delivered. */
    EngineIoServer onConnection(Handler<EngineIoSocket> handler);

    /**
     * Serves a request, be it HTTP or the opening of a WebSocket. Its body must be unread, so no body handler may stand before
     * it; and WebSockets reach it only where the HTTP server has no WebSocket handler of its own.
     */
    @Override
    void handle(HttpServerRequest request);

    /** Serves everything under {@link EngineIoOptions#getPath} of a router. */
    EngineIoServer mount(Router router);

    /** Whether this server has an open session of that id. From any thread. */
    boolean has(String sid);

    /** Closes all sessions at once and refuses new ones. */
    Future<Void> close();
}
