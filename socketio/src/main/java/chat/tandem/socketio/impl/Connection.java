package chat.tandem.socketio.impl;

import chat.tandem.socketio.ConnectRefusedException;
import chat.tandem.socketio.DisconnectReason;
import chat.tandem.socketio.SocketIoOptions;
import chat.tandem.socketio.engine.CloseReason;
import chat.tandem.socketio.engine.impl.EngineSession;
import chat.tandem.socketio.engine.impl.Packet;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One client's connection: it brings packets to the sockets of the namespaces that the client has joined. */
final class Connection {
    private final EngineSession engine;
    private final Function<String, @Nullable NamespaceImpl> namespaces;
    private final PacketDecoder decoder;
    private final Map<String, SocketImpl> sockets = new HashMap<>(2);
    private final Set<String> asked = new HashSet<>(2);
    private final Vertx vertx;
    private final long connectTimer;
    private final int maxPayload;
    private boolean open = true;

    Connection(
            Vertx vertx,
            EngineSession engine,
            Function<String, @Nullable NamespaceImpl> namespaces,
            SocketIoOptions options) {
        this.vertx = vertx;
        this.engine = engine;
        this.namespaces = namespaces;
        this.decoder = new PacketDecoder(options.getMaxAttachments());
        this.maxPayload = options.engine().getMaxPayload();
        engine.setMaxPayload(options.getMaxConnectPayload());
        engine.onText(this::text);
        engine.onBinary(binary -> receive(decoder.binary(binary)));
        connectTimer = vertx.setTimer(
                options.getConnectTimeout().toMillis(), timer -> close(DisconnectReason.FORCED_SERVER_CLOSE));
    }

    /** Events are the application's to count, and the rest is counted here, before it is parsed. */
    private void text(String packet) {
        if (PacketDecoder.isEvent(packet) || engine.takesOverhead()) {
            receive(decoder.text(packet));
        }
    }

    EngineSession engine() {
        return engine;
    }

    boolean isOpen() {
        return open;
    }

    private void receive(Inbound packet) {
        if (!open) {
            return;
        }
        switch (packet) {
            case Inbound.Connect connect -> connect(connect);
            case Inbound.Event event -> {
                SocketImpl socket = joined(event.namespace());
                if (socket != null) {
                    socket.receive(event);
                }
            }
            case Inbound.Ack ack -> {
                SocketImpl socket = joined(ack.namespace());
                if (socket != null) {
                    socket.receive(ack);
                }
            }
            case Inbound.Disconnect disconnect -> {
                SocketImpl socket = joined(disconnect.namespace());
                if (socket != null) {
                    sockets.remove(disconnect.namespace());
                    socket.end(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
                }
            }
            case Inbound.Partial() -> {}
            case Inbound.Malformed() -> close(DisconnectReason.PARSE_ERROR);
        }
    }

    /** The socket in a namespace; a client that has not joined it breaks the rules, and loses its connection. */
    private @Nullable SocketImpl joined(String namespace) {
        SocketImpl socket = sockets.get(namespace);
        if (socket == null) {
            close(DisconnectReason.PARSE_ERROR);
        }
        return socket;
    }

    private void connect(Inbound.Connect connect) {
        String name = connect.namespace();
        if (sockets.containsKey(name) || asked.contains(name)) {
            close(DisconnectReason.PARSE_ERROR);
            return;
        }
        NamespaceImpl namespace = namespaces.apply(name);
        if (namespace == null) {
            refuse(name, new JsonObject().put("message", "Invalid namespace"));
            return;
        }
        asked.add(name);
        namespace.admit(this, connect.auth()).onComplete(admission -> {
            asked.remove(name);
            if (admission.failed() && open) {
                refuse(name, refusal(admission.cause()));
            }
        });
    }

    private JsonObject refusal(Throwable cause) {
        if (!(cause instanceof ConnectRefusedException refused)) {
            engine.home().context().reportException(cause);
            return new JsonObject().put("message", "Internal error");
        }
        JsonObject payload = new JsonObject().put("message", refused.getMessage());
        Object data = refused.data();
        return data == null ? payload : payload.put("data", data);
    }

    private void refuse(String namespace, JsonObject payload) {
        send(Encoded.connectError(namespace, payload));
    }

    private void send(Packet packet) {
        engine.enqueue(List.of(packet));
        engine.flush();
    }

    /** A socket has joined its namespace. */
    void entered(SocketImpl socket) {
        vertx.cancelTimer(connectTimer);
        engine.setMaxPayload(maxPayload);
        sockets.put(socket.namespace().name(), socket);
    }

    /** A socket was sent out of its namespace. */
    void left(SocketImpl socket) {
        sockets.remove(socket.namespace().name(), socket);
    }

    /** Ends all sockets, and closes once what waits has been sent; on the connection's context. */
    void close(DisconnectReason reason) {
        end(reason);
        engine.close();
    }

    /** Ends everything at once, for the client is back over another connection. Any thread may ask. */
    void evict(Runnable done) {
        engine.home().run(() -> {
            end(DisconnectReason.TAKEN_OVER);
            engine.drop(CloseReason.TRANSPORT_CLOSE);
            done.run();
        });
    }

    /** The connection is no more: ends all sockets. */
    void end(DisconnectReason reason) {
        open = false;
        vertx.cancelTimer(connectTimer);
        List<SocketImpl> all = List.copyOf(sockets.values());
        sockets.clear();
        all.forEach(socket -> socket.end(reason));
    }
}
