package chat.tandem.socketio.impl;

import chat.tandem.socketio.DisconnectReason;
import chat.tandem.socketio.SocketIoNamespace;
import chat.tandem.socketio.SocketIoOptions;
import chat.tandem.socketio.SocketIoServer;
import chat.tandem.socketio.engine.impl.EngineServer;
import chat.tandem.socketio.engine.impl.EngineSession;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The namespaces, and the connections that lead to them. */
public final class SocketIoServerImpl implements SocketIoServer {
    private final Vertx vertx;
    private final SocketIoOptions options;
    private final EngineServer engine;
    private final Map<String, NamespaceImpl> namespaces = new ConcurrentHashMap<>();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    public SocketIoServerImpl(Vertx vertx, SocketIoOptions options) {
        this.vertx = vertx;
        this.options = new SocketIoOptions(options);
        this.engine = new EngineServer(vertx, this.options.engine());
        engine.onSession(this::connect);
    }

    private void connect(EngineSession session) {
        Connection connection = new Connection(vertx, session, namespaces::get, options);
        connections.add(connection);
        session.onClose(reason -> {
            connections.remove(connection);
            connection.end(DisconnectReason.of(reason));
        });
    }

    @Override
    public SocketIoNamespace namespace(String name) {
        if (!name.startsWith("/")) {
            throw new IllegalArgumentException("the name of a namespace begins with a slash");
        }
        return namespaces.computeIfAbsent(name, added -> new NamespaceImpl(added, vertx, options));
    }

    @Override
    public void handle(HttpServerRequest request) {
        engine.handle(request);
    }

    @Override
    public boolean has(String sid) {
        return engine.has(sid);
    }

    @Override
    public SocketIoServer mount(Router router) {
        engine.mount(router);
        return this;
    }

    @Override
    public Future<Void> close() {
        List<Future<Void>> ends = new ArrayList<>();
        for (Connection connection : List.copyOf(connections)) {
            Promise<Void> end = Promise.promise();
            ends.add(end.future());
            connection.engine().home().run(() -> {
                connection.end(DisconnectReason.SERVER_SHUTTING_DOWN);
                end.complete();
            });
        }
        return Future.join(ends).compose(ended -> engine.close());
    }
}
