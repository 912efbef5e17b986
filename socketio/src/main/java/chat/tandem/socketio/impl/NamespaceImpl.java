package chat.tandem.socketio.impl;

import chat.tandem.socketio.Broadcast;
import chat.tandem.socketio.DisconnectReason;
import chat.tandem.socketio.RecoverySource;
import chat.tandem.socketio.SocketIoNamespace;
import chat.tandem.socketio.SocketIoOptions;
import chat.tandem.socketio.SocketIoSocket;
import io.vertx.core.Future;
import io.vertx.core.Handler;
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
    private final String name;
    private final Vertx vertx;
    private final int maxPendingAcks;
    private final Sessions sessions;
    private final @Nullable RecoverySource recoverySource;
    private final boolean isRecoveryOn;
    private final Broadcast everyone = new BroadcastImpl(this, Set.of(), Set.of());
    private final List<Function<SocketIoSocket, Future<?>>> middlewares = new CopyOnWriteArrayList<>();
    private final AtomicLong ackIds = new AtomicLong();
    private volatile Handler<SocketIoSocket> onConnection = socket -> {};

    NamespaceImpl(String name, Vertx vertx, SocketIoOptions options) {
        this.name = name;
        this.vertx = vertx;
        this.maxPendingAcks = options.getMaxPendingAcks();
        this.recoverySource = options.getRecoverySource().orElse(null);
        this.isRecoveryOn = recoverySource != null || options.getRecovery().isPresent();
        this.sessions = new Sessions(vertx, options.getRecovery().orElse(null), options.engine());
    }

    Sessions sessions() {
        return sessions;
    }

    long nextAckId() {
        return ackIds.getAndIncrement();
    }

    List<Function<SocketIoSocket, Future<?>>> middlewares() {
        return middlewares;
    }

    @Nullable
    RecoverySource recoverySource() {
        return recoverySource;
    }

    boolean isRecoveryOn() {
        return isRecoveryOn;
    }

    /** Lets a client in, or not, on its connection's context. */
    Future<SocketImpl> admit(Connection connection, JsonObject auth) {
        return new Admission(this, connection, auth, new Acks(vertx, maxPendingAcks)).run();
    }

    /** A socket is in, and its client told so. */
    void entered(SocketImpl socket) {
        socket.connected();
        socket.connection().entered(socket);
        socket.connection().engine().home().context().dispatch(socket, onConnection);
        socket.flush();
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
