package chat.tandem.socketio.impl;

import chat.tandem.socketio.AckException;
import chat.tandem.socketio.Broadcast;
import chat.tandem.socketio.DisconnectReason;
import chat.tandem.socketio.SocketIoEvent;
import chat.tandem.socketio.SocketIoSocket;
import chat.tandem.socketio.engine.EngineIoTransport;
import chat.tandem.socketio.engine.Handshake;
import chat.tandem.socketio.engine.TrafficLimit;
import chat.tandem.socketio.engine.impl.EngineSession;
import chat.tandem.socketio.engine.impl.Packet;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session's hold on a connection. */
final class SocketImpl implements SocketIoSocket {
    private final NamespaceImpl namespace;
    private final Connection connection;
    private final EngineSession engine;
    private final JsonObject auth;
    private final Acks acks;
    private final Map<String, List<Handler<SocketIoEvent>>> handlers = new HashMap<>(2);
    private final List<Handler<SocketIoEvent>> anyHandlers = new ArrayList<>(0);
    private final List<Handler<DisconnectReason>> endHandlers = new ArrayList<>(1);
    private volatile Session session;
    private volatile boolean recovered;
    private volatile boolean connected;

    SocketImpl(
            NamespaceImpl namespace,
            Connection connection,
            JsonObject auth,
            Session session,
            boolean recovered,
            Acks acks) {
        this.namespace = namespace;
        this.connection = connection;
        this.engine = connection.engine();
        this.auth = auth;
        this.session = session;
        this.recovered = recovered;
        this.acks = acks;
    }

    Connection connection() {
        return connection;
    }

    Session session() {
        return session;
    }

    /** The client gets another session than it seemed at first, with what the middlewares wrote. */
    void goOnWith(Session other, boolean isRecovered) {
        other.data().putAll(session.data());
        session = other;
        recovered = isRecovered;
    }

    /** The socket is connected from now on. */
    void connected() {
        connected = true;
    }

    void enqueue(List<Packet> packets) {
        engine.enqueue(packets);
    }

    void flush() {
        engine.flush();
    }

    boolean isWritable() {
        return engine.isWritable();
    }

    /** Takes a packet from the client, on the connection's context. */
    void receive(Inbound.Event event) {
        if (connected) {
            EventImpl delivered = new EventImpl(this, event);
            dispatch(anyHandlers, delivered);
            dispatch(handlers.getOrDefault(event.name(), List.of()), delivered);
        }
    }

    void receive(Inbound.Ack ack) {
        acks.complete(ack.id(), ack.args());
    }

    /** The socket's end, on the connection's context. */
    void end(DisconnectReason reason) {
        if (!connected) {
            return;
        }
        connected = false;
        acks.close();
        namespace.left(this, reason);
        dispatch(endHandlers, reason);
    }

    /** The client was not let in, or has gone before it was. */
    void refused() {
        dispatch(endHandlers, connection.isOpen() ? DisconnectReason.REFUSED : DisconnectReason.TRANSPORT_CLOSE);
    }

    private <T> void dispatch(List<Handler<T>> to, T what) {
        ContextInternal context = engine.home().context();
        for (Handler<T> handler : List.copyOf(to)) {
            context.dispatch(what, handler);
        }
    }

    void sendAck(Encoded ack) {
        if (connected) {
            engine.enqueue(ack.packets());
            engine.flush();
        }
    }

    /** Sends an event that carries the id of its acknowledgement. */
    Future<JsonArray> send(Encoded event, long id, Duration timeout) {
        Promise<JsonArray> answer = engine.home().context().promise();
        if (!connected) {
            answer.fail(new AckException("the socket is disconnected"));
            return answer.future();
        }
        Future<JsonArray> acknowledged = acks.await(id, timeout, answer);
        if (!acknowledged.isComplete()) {
            engine.enqueue(event.packets());
            engine.flush();
        }
        return acknowledged;
    }

    @Override
    public void emit(String event, @Nullable Object... args) {
        session.send(Encoded.event(namespace.name(), Inbound.NO_ID, event, args));
    }

    @Override
    public void emitAt(String position, String event, @Nullable Object... args) {
        session.sendAt(position, Encoded.event(namespace.name(), Inbound.NO_ID, event, args));
    }

    @Override
    public void emitVolatile(String event, @Nullable Object... args) {
        session.sendVolatile(Encoded.event(namespace.name(), Inbound.NO_ID, event, args));
    }

    @Override
    public Future<JsonArray> emitWithAck(Duration timeout, String event, @Nullable Object... args) {
        long id = namespace.nextAckId();
        return send(Encoded.event(namespace.name(), id, event, args), id, timeout);
    }

    @Override
    public void disconnect() {
        engine.home().run(() -> {
            if (connected) {
                engine.enqueue(List.of(Encoded.disconnect(namespace.name())));
                engine.flush();
                connection.left(this);
                end(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
            }
        });
    }

    @Override
    public void close() {
        engine.home().run(() -> connection.close(DisconnectReason.FORCED_SERVER_CLOSE));
    }

    @Override
    public String id() {
        return session.id();
    }

    @Override
    public NamespaceImpl namespace() {
        return namespace;
    }

    @Override
    public Handshake handshake() {
        return engine.handshake();
    }

    @Override
    public TrafficLimit trafficLimit() {
        return engine.trafficLimit();
    }

    @Override
    public JsonObject auth() {
        return auth;
    }

    @Override
    public EngineIoTransport transport() {
        return engine.transport();
    }

    @Override
    public Map<String, Object> data() {
        return session.data();
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public boolean isRecovered() {
        return recovered;
    }

    @Override
    public SocketIoSocket on(String event, Handler<SocketIoEvent> handler) {
        handlers.computeIfAbsent(event, name -> new ArrayList<>(1)).add(handler);
        return this;
    }

    @Override
    public SocketIoSocket onAny(Handler<SocketIoEvent> handler) {
        anyHandlers.add(handler);
        return this;
    }

    @Override
    public SocketIoSocket onDisconnect(Handler<DisconnectReason> handler) {
        endHandlers.add(handler);
        return this;
    }

    @Override
    public Set<String> rooms() {
        return session.rooms();
    }

    @Override
    public void join(String... rooms) {
        session.join(rooms);
    }

    @Override
    public void leave(String room) {
        session.leave(room);
    }

    @Override
    public Broadcast to(String... rooms) {
        return broadcast().to(rooms);
    }

    @Override
    public Broadcast broadcast() {
        return namespace.except(session.id());
    }

    @Override
    public void pause() {
        engine.pause();
    }

    @Override
    public void resume() {
        engine.resume();
    }
}
