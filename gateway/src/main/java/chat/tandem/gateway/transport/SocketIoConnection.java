package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.ClientCommand;
import chat.tandem.common.protocol.ClientFrame;
import chat.tandem.common.protocol.CloseCode;
import chat.tandem.common.protocol.FrameParser;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.gateway.address.ClientAddresses;
import chat.tandem.gateway.address.IpAddress;
import chat.tandem.gateway.meters.TransportMeters;
import chat.tandem.socketio.ConnectRefusedException;
import chat.tandem.socketio.RawJson;
import chat.tandem.socketio.RecoverySource.Claim;
import chat.tandem.socketio.RecoverySource.Continuation;
import chat.tandem.socketio.SocketIoEvent;
import chat.tandem.socketio.SocketIoSocket;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A connection over Socket.IO, on its default namespace. It says hello by itself, with what the client put into {@code auth}, and the
 * client is connected when that is answered.
 */
final class SocketIoConnection implements Connection {
    /** How long a client that is told to stay away has to hang up by itself. */
    private static final long CUT_AFTER_MILLIS = 2_000;

    private static final List<String> HELLO = List.of("token", "name", "resume");

    private final Context context;
    private final SocketIoSocket socket;
    private final Optional<Claim> claim;
    private final LongSupplier nanoTime;
    private final TransportMeters meters;
    private final Unanswered unanswered = new Unanswered();
    private final Promise<Continuation> admitted = Promise.promise();
    private final List<ServerEvent> early = new ArrayList<>(2);
    private final ConnectionListener listener;
    private boolean connected;
    private boolean closing;
    private boolean told;

    private SocketIoConnection(
            Context context,
            SocketIoSocket socket,
            Optional<Claim> claim,
            LongSupplier nanoTime,
            TransportMeters meters,
            Arrivals arrivals) {
        this.context = context;
        this.socket = socket;
        this.claim = claim;
        this.nanoTime = nanoTime;
        this.meters = meters;
        this.listener = arrivals.of(this);
    }

    /**
     * Takes a socket that asks to be let in, on its event loop.
     *
     * @param claim what the client brings of an earlier session, if anything
     * @return the connection, which is to be told by {@link #connected} when the client is
     */
    static SocketIoConnection open(
            Context context,
            SocketIoSocket socket,
            Optional<Claim> claim,
            LongSupplier nanoTime,
            TransportMeters meters,
            Arrivals arrivals) {
        meters.opened();
        SocketIoConnection connection = new SocketIoConnection(context, socket, claim, nanoTime, meters, arrivals);
        socket.onDisconnect(reason -> connection.onClosed());
        socket.onAny(connection::onEvent);
        if (socket.trafficLimit() instanceof SocketIoTraffic traffic) {
            traffic.handOver(connection.listener);
        }
        connection.sayHello();
        return connection;
    }

    /** How the client goes on; fails with what it is told where it is refused. */
    Future<Continuation> admitted() {
        return admitted.future();
    }

    private void sayHello() {
        JsonObject hello = new JsonObject();
        HELLO.stream()
                .filter(socket.auth()::containsKey)
                .forEach(field -> hello.put(field, socket.auth().getValue(field)));
        if (claim.isPresent()) {
            hello.remove("resume"); // Where it stands, its last event says, and of that the whole log makes more.
        }
        String data = hello.encode();
        ClientFrame frame = unanswered.add(FrameParser.parse(0, ClientCommand.HELLO, data), answer -> {
            if (answer instanceof Answer.Refused(String error)) {
                JsonObject refusal = new JsonObject(error);
                admitted.tryFail(new ConnectRefusedException(refusal.getString("message"), refusal));
                onClosed();
            }
        });
        listener.onFrame(frame, data.length());
    }

    @Override
    public void welcome(long id, Welcome welcome) {
        Continuation continuation = Recovery.of(welcome, claim);
        early.add(new ServerEvent("session", welcome.session()));
        early.addAll(welcome.ended());
        Rejoined rejoined = welcome.rejoined();
        if (rejoined != null) {
            early.add(continuation.isRecovered() ? rejoined.withoutMessages() : rejoined.event());
        }
        unanswered.answer(id, new Answer.Done(welcome.session()));
        admitted.tryComplete(continuation);
    }

    /** The client knows that it is connected: now it can be told things. */
    void connected() {
        connected = true;
        List<ServerEvent> all = List.copyOf(early);
        early.clear();
        all.forEach(this::event);
    }

    private void onEvent(SocketIoEvent event) {
        if (closing) {
            return;
        }
        ClientFrame frame = frame(event.name(), event.args());
        listener.onFrame(event.wantsAck() ? unanswered.add(frame, answer -> acknowledge(event, answer)) : frame, 0);
    }

    private static ClientFrame frame(String name, JsonArray args) {
        if (args.isEmpty()) {
            return FrameParser.parse(0, name, "{}");
        }
        return args.getValue(0) instanceof JsonObject data
                ? FrameParser.parse(0, name, data.encode())
                : new ClientFrame.Refused(0, null, ProtocolError.invalidFrame("The argument must be an object."));
    }

    private static void acknowledge(SocketIoEvent event, Answer answer) {
        event.ack(new RawJson(
                switch (answer) {
                    case Answer.Done(String data) -> data;
                    case Answer.Refused(String error) -> "{\"error\":" + error + "}";
                }));
    }

    @Override
    public void event(ServerEvent event) {
        if (closing) {
            return;
        }
        if (!connected) {
            early.add(event);
        } else if (event.position() == null) {
            socket.emit(event.name(), new RawJson(event.data()));
        } else {
            socket.emitAt(event.position().toString(), event.name(), new RawJson(event.data()));
        }
    }

    @Override
    public void acknowledge(long id, String data) {
        unanswered.answer(id, new Answer.Done(data));
    }

    @Override
    public void refuse(long id, String error) {
        unanswered.answer(id, new Answer.Refused(error));
    }

    @Override
    public void close(CloseCode code) {
        if (closing) {
            return;
        }
        Farewell.of(code).ifPresent(this::event);
        closing = true;
        meters.closed(code);
        admitted.tryFail(new ConnectRefusedException(code.reason()));
        if (Farewell.isFinal(code)) {
            socket.disconnect();
            context.owner().setTimer(CUT_AFTER_MILLIS, late -> socket.close());
        } else {
            socket.close();
        }
        context.runOnContext(v -> onClosed());
    }

    private void onClosed() {
        if (!closing) {
            closing = true;
            meters.gone();
        }
        if (!told) {
            told = true;
            if (socket.trafficLimit() instanceof SocketIoTraffic traffic) {
                traffic.handBack();
            }
            listener.onClosed();
        }
    }

    /** Engine.IO pings by itself. */
    @Override
    public void ping() {}

    @Override
    public void pause() {
        socket.pause();
    }

    @Override
    public void resume() {
        socket.resume();
    }

    /** A client that Engine.IO has not heard of for too long is gone already. */
    @Override
    public IpAddress address() {
        return ClientAddresses.of(socket.handshake().address());
    }

    @Override
    public long lastHeard() {
        return nanoTime.getAsLong();
    }
}
