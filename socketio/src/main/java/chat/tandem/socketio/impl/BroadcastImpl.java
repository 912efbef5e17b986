package chat.tandem.socketio.impl;

import chat.tandem.socketio.AckException;
import chat.tandem.socketio.Broadcast;
import chat.tandem.socketio.SocketIoSocket;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A choice of a namespace's sessions. */
final class BroadcastImpl implements Broadcast {
    private final NamespaceImpl namespace;
    private final Set<String> rooms;
    private final Set<String> excepted;

    BroadcastImpl(NamespaceImpl namespace, Set<String> rooms, Set<String> excepted) {
        this.namespace = namespace;
        this.rooms = rooms;
        this.excepted = excepted;
    }

    @Override
    public Broadcast to(String... added) {
        return new BroadcastImpl(namespace, union(rooms, added), excepted);
    }

    @Override
    public Broadcast except(String... added) {
        return new BroadcastImpl(namespace, rooms, union(excepted, added));
    }

    private static Set<String> union(Set<String> names, String... added) {
        Set<String> all = new HashSet<>(names);
        all.addAll(List.of(added));
        return all;
    }

    private Collection<Session> targets() {
        Collection<Session> chosen = rooms.isEmpty() ? namespace.sessions().all() : members(rooms);
        if (excepted.isEmpty()) {
            return chosen;
        }
        Set<Session> rest = new HashSet<>(chosen);
        rest.removeAll(members(excepted));
        return rest;
    }

    private Set<Session> members(Set<String> names) {
        Set<Session> members = new HashSet<>();
        for (String name : names) {
            members.addAll(namespace.sessions().rooms().in(name));
            Session own = namespace.sessions().byId(name);
            if (own != null) {
                members.add(own);
            }
        }
        return members;
    }

    @Override
    public void emit(String event, @Nullable Object... args) {
        Encoded encoded = Encoded.event(namespace.name(), Inbound.NO_ID, event, args);
        targets().forEach(session -> session.send(encoded));
    }

    @Override
    public void emitVolatile(String event, @Nullable Object... args) {
        Encoded encoded = Encoded.event(namespace.name(), Inbound.NO_ID, event, args);
        targets().forEach(session -> session.sendVolatile(encoded));
    }

    @Override
    public Future<List<JsonArray>> emitWithAck(Duration timeout, String event, @Nullable Object... args) {
        long id = namespace.nextAckId();
        Encoded encoded = Encoded.event(namespace.name(), id, event, args);
        List<Future<JsonArray>> waiting = new ArrayList<>();
        connected().forEach(socket -> waiting.add(socket.send(encoded, id, timeout)));
        return Future.join(waiting)
                .map(all -> answers(waiting))
                .recover(failure -> Future.failedFuture(new AckException("not acknowledged by all", answers(waiting))));
    }

    private static List<JsonArray> answers(List<Future<JsonArray>> futures) {
        return futures.stream().filter(Future::succeeded).map(Future::result).toList();
    }

    @Override
    public List<SocketIoSocket> sockets() {
        return List.copyOf(connected());
    }

    private List<SocketImpl> connected() {
        List<SocketImpl> sockets = new ArrayList<>();
        for (Session session : targets()) {
            SocketImpl socket = session.holder();
            if (socket != null && socket.isConnected()) {
                sockets.add(socket);
            }
        }
        return sockets;
    }

    @Override
    public void join(String... added) {
        targets().forEach(session -> session.join(added));
    }

    @Override
    public void leave(String room) {
        targets().forEach(session -> session.leave(room));
    }

    @Override
    public void disconnect() {
        connected().forEach(SocketImpl::disconnect);
    }
}
