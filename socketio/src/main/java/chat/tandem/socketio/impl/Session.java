package chat.tandem.socketio.impl;

import chat.tandem.socketio.engine.impl.Packet;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a client is in a namespace, whichever connection it uses, and for a while without any: its id, rooms, data, and where
 * recovery is on the log of what it was sent. Safe to use from any thread; the lock is never held while the application's code runs.
 */
final class Session {
    private enum State {
        NEW,
        OPEN,
        OVER
    }

    private final String id;
    private final String privateId;
    private final @Nullable EventLog log;
    private final Rooms registry;
    private final Set<String> rooms = ConcurrentHashMap.newKeySet(1);
    private final Map<String, Object> data = new ConcurrentHashMap<>(1);
    private @Nullable SocketImpl holder;
    private State state = State.NEW;

    /** A session that nobody holds yet; without a log it cannot be recovered. */
    Session(String id, String privateId, @Nullable EventLog log, Rooms registry) {
        this.id = id;
        this.privateId = privateId;
        this.log = log;
        this.registry = registry;
    }

    String id() {
        return id;
    }

    /** The secret with which a client comes back. */
    String privateId() {
        return privateId;
    }

    Map<String, Object> data() {
        return data;
    }

    Set<String> rooms() {
        return Set.copyOf(rooms);
    }

    synchronized @Nullable SocketImpl holder() {
        return holder;
    }

    /** Sends an event to the client, or keeps it for when it comes back. */
    void send(Encoded event, boolean isVolatile) {
        SocketImpl socket;
        synchronized (this) {
            socket = holder;
            boolean isAbsent = socket == null || !socket.isWritable();
            if (state != State.OPEN || (isVolatile && isAbsent)) {
                return;
            }
            List<Packet> packets = packets(event, isVolatile);
            if (socket == null) {
                return;
            }
            socket.enqueue(packets);
        }
        socket.flush();
    }

    /** A volatile event is not kept. Where a client would take its last argument for a position, it gets the present one. */
    private List<Packet> packets(Encoded event, boolean isVolatile) {
        if (log == null) {
            return event.packets();
        }
        if (!isVolatile) {
            return log.append(event);
        }
        return event.endsInText() ? event.packets(log.position()) : event.packets();
    }

    /** Whether a client at this position could come back now. */
    synchronized boolean isRecoverable(@Nullable String position) {
        return state == State.OPEN && log != null && log.after(position) != null;
    }

    /** Gives a new session to its first socket, and tells the client. */
    synchronized void open(SocketImpl socket, JsonObject greeting) {
        state = State.OPEN;
        holder = socket;
        socket.enqueue(List.of(Encoded.connect(socket.namespace().name(), greeting)));
    }

    /** Gives the session to the socket of a client that has come back, with what it missed. False: it cannot. */
    synchronized boolean reopen(SocketImpl socket, @Nullable String position, JsonObject greeting) {
        List<Packet> missed = log == null ? null : log.after(position);
        if (missed == null || holder != null || state != State.OPEN) {
            return false;
        }
        holder = socket;
        socket.enqueue(missed);
        socket.enqueue(List.of(Encoded.connect(socket.namespace().name(), greeting)));
        return true;
    }

    /** Takes the session from a socket. False: the socket does not hold it. */
    synchronized boolean release(SocketImpl socket) {
        if (holder != socket) {
            return false;
        }
        holder = null;
        return true;
    }

    /** Ends the session, unless someone holds it. */
    synchronized boolean end() {
        if (holder != null || state == State.OVER) {
            return false;
        }
        state = State.OVER;
        rooms.forEach(room -> registry.remove(room, this));
        rooms.clear();
        return true;
    }

    synchronized void join(String... added) {
        for (String room : added) {
            if (state != State.OVER && rooms.add(room)) {
                registry.add(room, this);
            }
        }
    }

    synchronized void leave(String room) {
        if (rooms.remove(room)) {
            registry.remove(room, this);
        }
    }
}
