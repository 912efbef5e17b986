package chat.tandem.gateway.transport;

import chat.tandem.common.config.RateLimit;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.common.protocol.ProtocolLimits;
import chat.tandem.gateway.http.ClientConnection;
import chat.tandem.gateway.limit.FrameLimit;
import chat.tandem.gateway.limit.UnauthenticatedMemory;
import chat.tandem.gateway.meters.TransportMeters;
import chat.tandem.socketio.ConnectRefusedException;
import chat.tandem.socketio.RecoverySource.Claim;
import chat.tandem.socketio.RecoverySource.Continuation;
import chat.tandem.socketio.SocketIoOptions;
import chat.tandem.socketio.SocketIoServer;
import chat.tandem.socketio.SocketIoSocket;
import chat.tandem.socketio.engine.CorsPolicy;
import chat.tandem.socketio.engine.SessionDirectory;
import chat.tandem.socketio.engine.TrafficLimit;
import chat.tandem.socketio.engine.TrafficLimits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chat over Socket.IO, for all event loops of a process: a client's requests may arrive on any of them, and its connection lives on the
 * one on which the first arrived.
 */
public final class SocketIoChat {
    /** Requests under this path are for {@link #handle}. */
    public static final String PATH = "/socket.io/";

    private static final String CONNECTION = "connection";

    private final SocketIoServer server;
    private final RateLimit frames;
    private final RelayLimits relayLimits;
    private final Map<Thread, Loop> loops = new ConcurrentHashMap<>();

    /** How long a client that polls has to hear that it is closed. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private record Loop(
            Context context,
            LongSupplier nanoTime,
            TransportMeters meters,
            UnauthenticatedMemory memory,
            Arrivals arrivals) {}

    /**
     * A server that takes requests from now on.
     *
     * @param heartbeat after how long of silence a client is pinged
     * @param patience how long it then has
     * @param helloDeadline how long a client may be connected without being let in
     * @param frames the limit on the frames of one connection
     * @param relayLimits on what is for the connections of other gateways
     * @param directory where the polling clients of all gateways are
     * @param origins whose pages may connect besides our own
     */
    public SocketIoChat(
            Vertx vertx,
            Duration heartbeat,
            Duration patience,
            Duration helloDeadline,
            RateLimit frames,
            RelayLimits relayLimits,
            SessionDirectory directory,
            List<String> origins) {
        this.frames = frames;
        this.relayLimits = relayLimits;
        SocketIoOptions options = new SocketIoOptions()
                .setMaxAttachments(0)
                .setMaxConnectPayload(SocketIoTraffic.CONNECT_BYTES)
                .setConnectTimeout(helloDeadline)
                .setRecoverySource(this::resume);
        options.engine()
                .setPath(PATH)
                .setPingInterval(heartbeat)
                .setPingTimeout(patience)
                .setCloseTimeout(CLOSE_TIMEOUT)
                .setDirectory(directory)
                .setClientAddress(SocketIoChat::address)
                .setOnOpen(request -> ClientConnection.of(request.connection()).keepSession())
                .setHandshakeKept(false)
                .setTrafficLimits(new Traffic())
                .setMaxPayload(ProtocolLimits.FRAME_BYTES)
                .setMaxBufferedBytes(WebSocketConnection.OUTBOUND_BYTES)
                .setCors(origins.isEmpty() ? CorsPolicy.NONE : new CorsPolicy(Set.copyOf(origins), true));
        server = SocketIoServer.create(vertx, options);
        server.namespace("/").onConnection(SocketIoChat::connected);
    }

    /** From now on the connections of the current event loop are taken in here. */
    public void serve(
            Context context,
            LongSupplier nanoTime,
            TransportMeters meters,
            UnauthenticatedMemory memory,
            Arrivals arrivals) {
        loops.put(Thread.currentThread(), new Loop(context, nanoTime, meters, memory, arrivals));
    }

    private static SocketAddress address(HttpServerRequest request) {
        return SocketAddress.inetSocketAddress(
                0, ClientConnection.of(request.connection()).client().text());
    }

    /** Whether a session of that id is open in this process. */
    public boolean has(String sid) {
        return server.has(sid);
    }

    /** Serves a request, be it HTTP or the opening of a WebSocket. */
    public void handle(HttpServerRequest request) {
        server.handle(request);
    }

    private final class Traffic implements TrafficLimits {
        @Override
        public @Nullable TrafficLimit opened(Runnable abort) {
            Loop loop = loops.get(Thread.currentThread());
            if (loop == null || !loop.memory().admits()) {
                return null;
            }
            return new SocketIoTraffic(new FrameLimit(frames, loop.nanoTime()), loop.memory(), abort);
        }

        @Override
        public TrafficLimit relayed(String session) {
            return relayLimits.of(session);
        }
    }

    private Future<Continuation> resume(SocketIoSocket socket, Optional<Claim> claim) {
        Loop loop = loops.get(Thread.currentThread());
        if (loop == null) {
            ProtocolError error = ProtocolError.of(ErrorCode.UNAVAILABLE, "Not here.");
            return Future.failedFuture(new ConnectRefusedException(error.message(), new JsonObject(error.toJson())));
        }
        SocketIoConnection connection =
                SocketIoConnection.open(loop.context(), socket, claim, loop.nanoTime(), loop.meters(), loop.arrivals());
        socket.data().put(CONNECTION, connection);
        return connection.admitted();
    }

    private static void connected(SocketIoSocket socket) {
        if (socket.data().get(CONNECTION) instanceof SocketIoConnection connection) {
            connection.connected();
        }
    }
}
