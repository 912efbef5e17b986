package chat.tandem.socketio.impl;

import chat.tandem.socketio.RecoverySource;
import chat.tandem.socketio.RecoverySource.Claim;
import chat.tandem.socketio.RecoverySource.Continuation;
import chat.tandem.socketio.RecoverySource.Missed;
import chat.tandem.socketio.SocketIoSocket;
import chat.tandem.socketio.engine.impl.Packet;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client's way into a namespace, on its connection's context: the middlewares, then the session that it claims or a new one, then
 * the greeting and what it missed.
 */
final class Admission {
    private static final String PRIVATE_ID = "pid";
    private static final String POSITION = "offset";

    private final NamespaceImpl namespace;
    private final Sessions sessions;
    private final Connection connection;
    private final SocketImpl socket;
    private final @Nullable String privateId;
    private final @Nullable String position;

    Admission(NamespaceImpl namespace, Connection connection, JsonObject asked, Acks acks) {
        this.namespace = namespace;
        this.sessions = namespace.sessions();
        this.connection = connection;
        JsonObject auth = namespace.isRecoveryOn() ? asked.copy() : asked;
        this.privateId = namespace.isRecoveryOn() ? takeText(auth, PRIVATE_ID) : null;
        this.position = namespace.isRecoveryOn() ? takeText(auth, POSITION) : null;
        Session claimed = claimed();
        Session session = claimed == null ? sessions.create() : claimed;
        this.socket = new SocketImpl(namespace, connection, auth, session, claimed != null, acks);
    }

    private static @Nullable String takeText(JsonObject auth, String key) {
        return auth.remove(key) instanceof String text && !text.isEmpty() ? text : null;
    }

    private @Nullable Session claimed() {
        Session session = privateId == null ? null : sessions.byPrivateId(privateId);
        return session != null && session.isRecoverable(position) ? session : null;
    }

    Future<SocketImpl> run() {
        RecoverySource source = namespace.recoverySource();
        return pass(0).compose(allowed -> source == null ? enter() : enter(source))
                .onFailure(refused -> {
                    socket.refused();
                    if (!socket.isRecovered()) {
                        sessions.forget(socket.session());
                    }
                });
    }

    /** Runs the middlewares, from one on. */
    private Future<?> pass(int from) {
        List<Function<SocketIoSocket, Future<?>>> middlewares = namespace.middlewares();
        if (from == middlewares.size()) {
            return Future.succeededFuture();
        }
        return call(() -> middlewares.get(from).apply(socket)).compose(allowed -> pass(from + 1));
    }

    /** What the application answers, on the connection's context. */
    private <T> Future<T> call(Question<T> question) {
        Promise<T> answer = connection.engine().home().context().promise();
        try {
            question.ask().<T>map(value -> value).onComplete(answer);
        } catch (RuntimeException e) {
            answer.fail(e);
        }
        return answer.future();
    }

    private interface Question<T> {
        Future<? extends T> ask();
    }

    private Future<SocketImpl> enter() {
        return takeOver().map(free -> {
            if (socket.isRecovered() && connection.isOpen() && socket.session().reopen(socket, position, greeting())) {
                sessions.returned(socket.session());
                namespace.entered(socket);
                return socket;
            }
            return enterWith(socket.isRecovered() ? sessions.create() : socket.session(), false, List.of());
        });
    }

    private Future<SocketImpl> enter(RecoverySource source) {
        Optional<Claim> claim = Optional.ofNullable(privateId).map(id -> new Claim(id, Optional.ofNullable(position)));
        return call(() -> source.resume(socket, claim)).map(this::enterWith);
    }

    private SocketImpl enterWith(Continuation continuation) {
        Session session = sessions.create(continuation.id(), continuation.privateId());
        return enterWith(session, continuation.isRecovered(), continuation.missed());
    }

    private SocketImpl enterWith(Session session, boolean isRecovered, List<Missed> missed) {
        if (!connection.isOpen()) {
            throw new ConnectionLostException();
        }
        Session before = socket.session();
        if (session != before) {
            if (!socket.isRecovered()) {
                session.join(before.rooms().toArray(String[]::new));
                sessions.forget(before);
            }
            socket.goOnWith(session, isRecovered);
        }
        session.open(socket, missed, greeting());
        sessions.add(session);
        namespace.entered(socket);
        return socket;
    }

    /** Whoever holds the session that is claimed lets go of it: its client is here. */
    private Future<Void> takeOver() {
        SocketImpl holder = socket.isRecovered() ? socket.session().holder() : null;
        if (holder == null) {
            return Future.succeededFuture();
        }
        Promise<Void> free = connection.engine().home().context().promise();
        holder.connection().evict(free::complete);
        return free.future();
    }

    private Packet greeting() {
        JsonObject greeting = new JsonObject().put("sid", socket.id());
        if (namespace.isRecoveryOn()) {
            greeting.put(PRIVATE_ID, socket.session().privateId());
        }
        return Encoded.connect(namespace.name(), greeting);
    }
}
