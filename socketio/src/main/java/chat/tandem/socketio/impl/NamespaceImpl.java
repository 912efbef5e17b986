package chat.tandem.socketio.impl;

import chat.tandem.socketio.Broadcast;
import chat.tandem.socketio.DisconnectReason;
import chat.tandem.socketio.SocketIoNamespace;
import chat.tandem.socketio.SocketIoOptions;
import chat.tandem.socketio.SocketIoSocket;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A namespace: who may enter, and who is in. */
final class NamespaceImpl implements SocketIoNamespace {
    private static final String PRIVATE_ID = "pid";
    private static final String POSITION = "offset";

    private final String name;
    private final Vertx vertx;
    private final int maxPendingAcks;
    private final Sessions sessions;
    private final Broadcast everyone = new BroadcastImpl(this, Set.of(), Set.of());
    private final List<Function<SocketIoSocket, Future<?>>> middlewares = new CopyOnWriteArrayList<>();
    private final AtomicLong ackIds = new AtomicLong();
    private volatile Handler<SocketIoSocket> onConnection = socket -> {};

    NamespaceImpl(String name, Vertx vertx, SocketIoOptions options) {
        this.name = name;
        this.vertx = vertx;
        this.maxPendingAcks = options.getMaxPendingAcks();
        this.sessions = new Sessions(vertx, options.getRecovery().orElse(null), options.engine());
    }

    Sessions sessions() {
        return sessions;
    }

    long nextAckId() {
        return ackIds.getAndIncrement();
    }

    /** Lets a client in, or not, on its connection's context. */
    Future<SocketImpl> admit(Connection connection, JsonObject asked) {
        JsonObject auth = asked;
        String position = null;
        Session claimed = null;
        if (sessions.areRecoverable()) {
            auth = asked.copy();
            Object privateId = auth.remove(PRIVATE_ID);
            position = auth.remove(POSITION) instanceof String text ? text : null;
            claimed = privateId instanceof String text ? claim(text, position) : null;
        }
        Session session = claimed == null ? sessions.create() : claimed;
        Acks acks = new Acks(vertx, maxPendingAcks);
        SocketImpl socket = new SocketImpl(this, connection, auth, session, claimed != null, acks);
        String from = position;
        return run(socket, 0)
                .compose(allowed -> takeOver(socket))
                .map(free -> enter(socket, from))
                .onFailure(refused -> leaveAlone(socket));
    }

    private @Nullable Session claim(String privateId, @Nullable String position) {
        Session session = sessions.byPrivateId(privateId);
        return session != null && session.isRecoverable(position) ? session : null;
    }

    /** Runs the middlewares, from one on. */
    private Future<?> run(SocketImpl socket, int from) {
        if (from == middlewares.size()) {
            return Future.succeededFuture();
        }
        Promise<Object> verdict = socket.connection().engine().home().context().promise();
        try {
            middlewares.get(from).apply(socket).<Object>mapEmpty().onComplete(verdict);
        } catch (RuntimeException e) {
            verdict.fail(e);
        }
        return verdict.future().compose(allowed -> run(socket, from + 1));
    }

    /** Whoever holds the session that this socket claims lets go of it: its client is here. */
    private Future<Void> takeOver(SocketImpl socket) {
        SocketImpl holder = socket.isRecovered() ? socket.session().holder() : null;
        if (holder == null) {
            return Future.succeededFuture();
        }
        Promise<Void> free = socket.connection().engine().home().context().promise();
        holder.connection().evict(free::complete);
        return free.future();
    }

    private SocketImpl enter(SocketImpl socket, @Nullable String position) {
        Connection connection = socket.connection();
        if (!connection.isOpen()) {
            throw new ConnectionLostException();
        }
        if (socket.isRecovered() && socket.session().reopen(socket, position, greeting(socket))) {
            sessions.returned(socket.session());
        } else {
            if (socket.isRecovered()) {
                socket.startAnew(sessions.create());
            }
            socket.session().open(socket, greeting(socket));
            sessions.add(socket.session());
        }
        socket.connected();
        connection.entered(socket);
        connection.engine().home().context().dispatch(socket, onConnection);
        socket.flush();
        return socket;
    }

    private JsonObject greeting(SocketImpl socket) {
        JsonObject greeting = new JsonObject().put("sid", socket.id());
        return sessions.areRecoverable()
                ? greeting.put(PRIVATE_ID, socket.session().privateId())
                : greeting;
    }

    /** A session that a refused client claims stays as it is; one that was made for it goes. */
    private void leaveAlone(SocketImpl socket) {
        if (!socket.isRecovered()) {
            sessions.forget(socket.session());
        }
    }

    /** A socket has lost its connection or left. */
    void left(SocketImpl socket, DisconnectReason reason) {
        Session session = socket.session();
        if (session.release(socket)) {
            if (reason.isRecoverable()) {
                sessions.keep(session);
            } else {
                sessions.forget(session);
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SocketIoNamespace use(Function<SocketIoSocket, Future<?>> middleware) {
        middlewares.add(middleware);
        return this;
    }

    @Override
    public SocketIoNamespace onConnection(Handler<SocketIoSocket> handler) {
        onConnection = handler;
        return this;
    }

    @Override
    public Broadcast to(String... rooms) {
        return everyone.to(rooms);
    }

    @Override
    public Broadcast except(String... rooms) {
        return everyone.except(rooms);
    }

    @Override
    public void emit(String event, @Nullable Object... args) {
        everyone.emit(event, args);
    }

    @Override
    public void emitVolatile(String event, @Nullable Object... args) {
        everyone.emitVolatile(event, args);
    }

    @Override
    public Future<List<JsonArray>> emitWithAck(Duration timeout, String event, @Nullable Object... args) {
        return everyone.emitWithAck(timeout, event, args);
    }

    @Override
    public List<SocketIoSocket> sockets() {
        return everyone.sockets();
    }

    @Override
    public void join(String... rooms) {
        everyone.join(rooms);
    }

    @Override
    public void leave(String room) {
        everyone.leave(room);
    }

    @Override
    public void disconnect() {
        everyone.disconnect();
    }
}
