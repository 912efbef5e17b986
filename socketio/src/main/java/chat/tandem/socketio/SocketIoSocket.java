package chat.tandem.socketio;

import chat.tandem.socketio.engine.EngineIoTransport;
import chat.tandem.socketio.engine.Handshake;
import chat.tandem.socketio.engine.TrafficLimit;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client in one namespace.
 *
 * <p>Handlers run on the connection's context, one after another; set them in the connection handler. The other methods may be called
 * from any thread, and events leave in the order of the calls.
 */
public interface SocketIoSocket {
    /** Its id, which may be told to others. It is also the name of a room that this socket alone is in. */
    String id();

    /** The namespace. */
    SocketIoNamespace namespace();

    /** The request that opened the connection. */
    Handshake handshake();

    /** The limit that the options made for the connection; see {@link chat.tandem.socketio.engine.EngineIoOptions#getTrafficLimits}. */
    TrafficLimit trafficLimit();

    /** What the client said of itself when it connected to the namespace; empty if nothing. */
    JsonObject auth();

    /** The transport at the moment. */
    EngineIoTransport transport();

    /** The application's own attributes of this socket; a session that is recovered keeps them. Safe to use from any thread. */
    Map<String, Object> data();

    /** Whether the socket is connected. */
    boolean isConnected();

    /** Whether the client came back to its session. Settled when the connection handler runs; a middleware sees what it claims. */
    boolean isRecovered();

    /** Adds a handler of an event. */
    SocketIoSocket on(String event, Handler<SocketIoEvent> handler);

    /** Adds a handler of all events; these run before those of {@link #on}. */
    SocketIoSocket onAny(Handler<SocketIoEvent> handler);

    /**
     * Adds a handler of the socket's end. It runs once. One that a middleware or a {@link RecoverySource} added runs too where the socket
     * never gets connected.
     */
    SocketIoSocket onDisconnect(Handler<DisconnectReason> handler);

    /**
     * Sends an event. Where recovery is on and the client away, it is kept for it; otherwise it is dropped when the socket is not
     * connected.
     *
     * @param event its name, none of those that the protocol reserves
     * @param args null, strings, numbers, booleans, {@link JsonObject}, {@link JsonArray}, maps, lists, {@link RawJson}; a {@link
     *     io.vertx.core.buffer.Buffer} or a byte array, at any depth, becomes a binary attachment
     */
    void emit(String event, @Nullable Object... args);

    /**
     * Sends an event that can be given back to a client that comes back, by the {@link RecoverySource}; without one the position is left
     * out.
     *
     * @param position where the event stands in the application's log; the client hands the last one back, and sees it as one argument more
     */
    void emitAt(String position, String event, @Nullable Object... args);

    /** As {@link #emit}, but dropped where it could not leave at once. */
    void emitVolatile(String event, @Nullable Object... args);

    /**
     * Sends an event and waits for its acknowledgement.
     *
     * @param timeout how long to wait, at least 1 ms
     * @return the arguments of the acknowledgement; fails with {@link AckException} when it does not come in time, when the socket
     *     is or gets disconnected, or when too many are waited for
     */
    Future<JsonArray> emitWithAck(Duration timeout, String event, @Nullable Object... args);

    /** The rooms that it is in, without the one of its own id. */
    Set<String> rooms();

    /** Joins rooms, until it leaves them or is disconnected. */
    void join(String... rooms);

    /** Leaves a room. */
    void leave(String room);

    /** Those in any of these rooms, without this socket. */
    Broadcast to(String... rooms);

    /** All of the namespace, without this socket. */
    Broadcast broadcast();

    /** Stops the delivery of events, and reading from the connection with it, for all of its namespaces. */
    void pause();

    /** Goes on after {@link #pause}. */
    void resume();

    /** Sends the client out of the namespace. Its connection stays open, and it does not come back by itself. */
    void disconnect();

    /** Closes the connection, and with it all of its namespaces. The client may come back by itself. */
    void close();
}
