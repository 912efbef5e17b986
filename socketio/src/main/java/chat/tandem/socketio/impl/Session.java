package chat.tandem.socketio.impl;

import chat.tandem.socketio.RecoverySource.Missed;
import chat.tandem.socketio.engine.impl.Packet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
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
    private final Positions positions;
    private final Rooms registry;
    private final Set<String> rooms = ConcurrentHashMap.newKeySet(1);
    private final Map<String, Object> data = new ConcurrentHashMap<>(1);
    private @Nullable SocketImpl holder;
    private State state = State.NEW;

    /** A session that nobody holds yet. */
    Session(String id, String privateId, Positions positions, Rooms registry) {
        this.id = id;
        this.privateId = privateId;
        this.positions = positions;
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
    void send(Encoded event) {
        send(() -> positions.plain(event));
    }

    /** Sends an event that has a position in the application's log. */
    void sendAt(String position, Encoded event) {
        send(() -> positions.at(position, event));
    }

    /** Sends an event if it can leave at once. */
    void sendVolatile(Encoded event) {
        SocketImpl socket = holder();
        if (socket != null && socket.isWritable()) {
            send(() -> positions.passing(event));
        }
    }

    private void send(Supplier<List<Packet>> event) {
        SocketImpl socket;
        synchronized (this) {
            socket = holder;
            if (state != State.OPEN) {
                return;
            }
            List<Packet> packets = event.get();
            if (socket == null) {
                return;
            }
            socket.enqueue(packets);
        }
        socket.flush();
    }

    /** Whether a client at this position could come back now. */
    synchronized boolean isRecoverable(@Nullable String position) {
        return state == State.OPEN && positions.after(position) != null;
    }

    // The greeting goes first: official clients put aside what comes before it, keep that where the line breaks then,
    // and
    // would show it again with the next recovery.

    /** Gives a new session to its first socket, with the greeting, and what its client missed of an earlier one. */
    synchronized void open(SocketImpl socket, List<Missed> missed, Packet greeting) {
        state = State.OPEN;
        holder = socket;
        socket.enqueue(List.of(greeting));
        for (Missed event : missed) {
            Encoded encoded = Encoded.event(
                    socket.namespace().name(),
                    Inbound.NO_ID,
                    event.event(),
                    event.args().toArray());
            socket.enqueue(positions.at(event.position(), encoded));
        }
    }

    /** Gives the session to the socket of a client that has come back, with what it missed. False: it cannot. */
    synchronized boolean reopen(SocketImpl socket, @Nullable String position, Packet greeting) {
        List<Packet> missed = positions.after(position);
        if (missed == null || holder != null || state != State.OPEN) {
            return false;
        }
        holder = socket;
        socket.enqueue(List.of(greeting));
        socket.enqueue(missed);
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
