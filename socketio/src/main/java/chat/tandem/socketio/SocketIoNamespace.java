package chat.tandem.socketio;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.function.Function;

/**
 * A namespace: sockets that share rooms and rules, apart from those of other namespaces, though they may share connections. As a
 * {@link Broadcast} it is all of its sockets.
 */
public interface SocketIoNamespace extends Broadcast {
    /** Its name, which begins with a slash. */
    String name();

    /**
     * Adds a middleware, which decides whether a socket may connect; they run one after another, in the order in which they were added,
     * also when a client comes back to its session. The socket is not connected yet: read its handshake and auth, write its data.
     *
     * @param middleware a failed future refuses; the client is told the message and data of a {@link ConnectRefusedException}, and of
     *     other failures nothing
     */
    SocketIoNamespace use(Function<SocketIoSocket, Future<?>> middleware);

    /** Sets the handler of sockets that have connected; it runs on the socket's context, before any event from it is delivered. */
    SocketIoNamespace onConnection(Handler<SocketIoSocket> handler);
}
