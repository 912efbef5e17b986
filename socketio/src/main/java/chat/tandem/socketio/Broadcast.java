package chat.tandem.socketio;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a namespace's sockets: those in any of the rooms named, or all where none is, but none of those in a room that is excepted.
 * The id of a socket is the name of a room that it alone is in. A broadcast is a value: each method returns a new one.
 *
 * <p>It may be used from any thread. One socket gets events in the order in which they were sent; there is no order between sockets.
 */
public interface Broadcast {
    /** Also those in any of these rooms. */
    Broadcast to(String... rooms);

    /** But none of those in any of these rooms. */
    Broadcast except(String... rooms);

    /**
     * Sends an event; it is encoded once.
     *
     * @param args as those of {@link SocketIoSocket#emit}
     */
    void emit(String event, @Nullable Object... args);

    /** As {@link #emit}, but dropped for those who could not get it at once. */
    void emitVolatile(String event, @Nullable Object... args);

    /**
     * Sends an event and waits until all have acknowledged it.
     *
     * @param timeout how long to wait, at least 1 ms
     * @return one list of arguments for each socket, in no order; fails with {@link AckException}, which holds those that came
     */
    Future<List<JsonArray>> emitWithAck(Duration timeout, String event, @Nullable Object... args);

    /** Those that are connected now. */
    List<SocketIoSocket> sockets();

    /** Makes them join rooms. */
    void join(String... rooms);

    /** Makes them leave a room. */
    void leave(String room);

    /** Disconnects them, as {@link SocketIoSocket#disconnect()}. */
    void disconnect();
}
