package chat.tandem.gateway;

import chat.tandem.common.ops.Operations;
import chat.tandem.common.ops.Status;
import chat.tandem.common.protocol.ClientFrame;
import chat.tandem.gateway.address.ClientAddresses;
import chat.tandem.gateway.api.Contract;
import chat.tandem.gateway.api.Routes;
import chat.tandem.gateway.http.FrontDoor;
import chat.tandem.gateway.http.SharedLimits;
import chat.tandem.gateway.limit.GuestLimit;
import chat.tandem.gateway.limit.Overload;
import chat.tandem.gateway.limit.UnauthenticatedMemory;
import chat.tandem.gateway.meters.ClientMeters;
import chat.tandem.gateway.meters.TransportMeters;
import chat.tandem.gateway.session.LoopWatch;
import chat.tandem.gateway.session.Session;
import chat.tandem.gateway.session.SessionSettings;
import chat.tandem.gateway.session.Surroundings;
import chat.tandem.gateway.shard.Places;
import chat.tandem.gateway.shard.ShardGateways;
import chat.tandem.gateway.token.TokenSeal;
import chat.tandem.gateway.token.Tokens;
import chat.tandem.gateway.transport.Connection;
import chat.tandem.gateway.transport.SocketIoChat;
import chat.tandem.gateway.transport.StreamConnection;
import chat.tandem.gateway.transport.Streams;
import chat.tandem.gateway.transport.WebSocketConnection;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * One gateway: one event loop with its clients, and with its own id, lease and inbox in every shard. Between the gateways
 * of a process nothing is shared but the port.
 */
public final class GatewayVerticle extends VerticleBase {
    private static final LongSupplier CLOCK = System::nanoTime;
    private static final long LONGEST_TICK = 1_000;

    private final GatewaySettings settings;
    private final Operations operations;
    private final Places places;
    private final Streams streams;
    private final SocketIoChat socketIo;
    private final UnauthenticatedMemory memory;
    private final Contract contract;
    private final SharedLimits limits;
    private final IntConsumer listening;
    private final Set<Session> sessions = new LinkedHashSet<>();
    private ShardGateways shards;
    private Surroundings surroundings;
    private TransportMeters sockets;
    private TransportMeters eventStreams;
    private FrontDoor door;

    /**
     * A gateway that is not deployed yet.
     *
     * @param places of the process
     * @param streams of the process
     * @param socketIo of the process
     * @param unauthenticated bytes that the connections of the process hold whose clients have no session
     * @param contract of the HTTP API
     * @param limits of the process
     * @param listening told the port that is listened on
     */
    public GatewayVerticle(
            GatewaySettings settings,
            Operations operations,
            Places places,
            Streams streams,
            SocketIoChat socketIo,
            UnauthenticatedMemory.Total unauthenticated,
            Contract contract,
            SharedLimits limits,
            IntConsumer listening) {
        this.limits = limits;
        this.socketIo = socketIo;
        this.memory = new UnauthenticatedMemory(unauthenticated, CLOCK);
        this.contract = contract;
        this.places = places;
        this.streams = streams;
        this.settings = settings;
        this.operations = operations;
        this.listening = listening;
    }

    /** Completes when the gateway is registered in every shard and listens; that Redis is away is waited for. */
    @Override
    public Future<?> start() {
        Tokens tokens = new Tokens(vertx, settings.tokens());
        shards = new ShardGateways(vertx, settings.redis(), settings.state(), operations.metrics(), places::asked);
        places.serve(vertx, shards);
        ClientMeters meters = new ClientMeters(operations.metrics());
        sockets = new TransportMeters(operations.metrics(), "websocket");
        eventStreams = new TransportMeters(operations.metrics(), "sse");
        Overload.Loop loop = limits.overload().loop();
        LoopWatch watch = LoopWatch.start(vertx, CLOCK, loop::turned);
        GuestLimit guests = new GuestLimit(
                limits.addresses(),
                network -> shards.countGuest(network, settings.limits().guests()),
                limits.meters());
        surroundings = new Surroundings(sessionSettings(), tokens, shards, watch, guests, meters, memory, CLOCK);
        socketIo.serve(context, CLOCK, new TransportMeters(operations.metrics(), "socket.io"), memory, this::arrived);
        Handler<HttpServerRequest> routes = Routes.of(
                vertx,
                contract,
                tokens,
                settings.guests(),
                guests,
                shards,
                settings.storage(),
                new TokenSeal(settings.tokens(), "sse"),
                streams,
                this::streamed,
                new ClientAddresses(settings.proxies().trusted()));
        door = new FrontDoor(
                vertx,
                settings.allowedOrigins(),
                settings.heartbeat().plus(Session.PATIENCE),
                limits,
                this::isOpen,
                memory,
                this::entered,
                request -> route(request, routes),
                meters);
        operations.health().component("redis", this::redis);
        vertx.setPeriodic(tickMillis(), tick -> List.copyOf(sessions).forEach(Session::tick));
        return shards.registered()
                .compose(v -> door.open(settings.host(), settings.port()))
                .onSuccess(listening::accept)
                .recover(fault -> shards.stop().transform(stopped -> Future.failedFuture(fault)));
    }

    private void route(HttpServerRequest request, Handler<HttpServerRequest> routes) {
        if (request.path().startsWith(SocketIoChat.PATH)) {
            socketIo.handle(request);
        } else {
            routes.handle(request);
        }
    }

    /** Whether the session that a request says it belongs to is open in this process. */
    private boolean isOpen(HttpServerRequest request) {
        if (!request.path().startsWith(SocketIoChat.PATH)) {
            return streams.has(String.valueOf(request.getHeader("Tandem-Connection")));
        }
        return FrontDoor.hasReadableQuery(request) && socketIo.has(String.valueOf(request.getParam("sid")));
    }

    private SessionSettings sessionSettings() {
        return new SessionSettings(
                settings.guests(),
                settings.state().grace(),
                settings.heartbeat(),
                settings.helloDeadline(),
                settings.commands());
    }

    private long tickMillis() {
        long shortest = Math.min(
                settings.heartbeat().toMillis(), settings.helloDeadline().toMillis());
        return Math.clamp(shortest / 4, 10, LONGEST_TICK);
    }

    private Status redis() {
        return shards.connected() ? Status.up("connected") : Status.down("not connected");
    }

    private void entered(ServerWebSocket socket, HttpConnection below) {
        WebSocketConnection.open(context, socket, below, CLOCK, sockets, this::arrived);
    }

    private void streamed(HttpServerRequest request, ClientFrame hello, Consumer<String> refused) {
        StreamConnection.open(context, request, hello, CLOCK, eventStreams, streams, this::arrived, refused);
    }

    private Session arrived(Connection connection) {
        return new Arrival(connection).session;
    }

    /** Enters a session in the list, and takes it out when it is over. */
    private final class Arrival {
        private final Session session;

        Arrival(Connection connection) {
            session = new Session(surroundings, connection, this::over);
            sessions.add(session);
        }

        private void over() {
            sessions.remove(session);
        }
    }

    /**
     * Lets nobody in any more, tells the clients, a few at a time, closes them with 4000, carries out what they had sent
     * (all within the drain time), and gives the leases back, and with them the sessions that are left.
     */
    @Override
    public Future<?> stop() {
        door.drain();
        return Drain.of(vertx, sessions, settings.drain())
                .eventually(shards::stop)
                .eventually(door::close);
    }
}
