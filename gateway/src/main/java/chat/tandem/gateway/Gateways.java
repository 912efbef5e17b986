package chat.tandem.gateway;

import chat.tandem.common.ops.Operations;
import chat.tandem.common.service.Running;
import chat.tandem.gateway.api.Contract;
import chat.tandem.gateway.http.ConnectionBudget;
import chat.tandem.gateway.http.SharedLimits;
import chat.tandem.gateway.limit.AddressLimits;
import chat.tandem.gateway.limit.Capacity;
import chat.tandem.gateway.limit.Overload;
import chat.tandem.gateway.limit.UnauthenticatedMemory;
import chat.tandem.gateway.meters.AdmissionMeters;
import chat.tandem.gateway.session.Session;
import chat.tandem.gateway.shard.Places;
import chat.tandem.gateway.transport.RelayLimits;
import chat.tandem.gateway.transport.SocketIoChat;
import chat.tandem.gateway.transport.Streams;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateways of one process: as many as it has event loops for clients, all behind one port. */
public final class Gateways implements Running {
    private static final Logger LOG = LoggerFactory.getLogger(Gateways.class);

    private final Vertx vertx;
    private final String deployment;
    private final int port;

    private Gateways(Vertx vertx, String deployment, int port) {
        this.vertx = vertx;
        this.deployment = deployment;
        this.port = port;
    }

    /**
     * Starts them. Completes when all are registered in Redis and listen; Redis being away is waited for.
     * Fails with {@link chat.tandem.common.ops.PortInUseException} when the port is taken.
     */
    public static Future<Gateways> deploy(Vertx vertx, GatewaySettings settings, Operations operations) {
        SharedLimits limits = limits(settings, operations);
        AtomicInteger port = new AtomicInteger();
        Places places = new Places();
        RelayLimits relayLimits = new RelayLimits(settings.commands(), System::nanoTime);
        Streams streams = new Streams(places.directory("sse"), relayLimits);
        SocketIoChat socketIo = new SocketIoChat(
                vertx,
                settings.heartbeat(),
                Session.PATIENCE,
                settings.helloDeadline(),
                settings.commands(),
                relayLimits,
                places.directory("polling"),
                settings.allowedOrigins());
        UnauthenticatedMemory.Total unauthenticated = new UnauthenticatedMemory.Total();
        return Contract.load(vertx)
                .compose(contract -> vertx.deployVerticle(
                        () -> new GatewayVerticle(
                                settings,
                                operations,
                                places,
                                streams,
                                socketIo,
                                unauthenticated,
                                contract,
                                limits,
                                port::set),
                        new DeploymentOptions().setInstances(settings.loops())))
                .onSuccess(deployment -> LOG.info("clients are served on port {}", port.get()))
                .map(deployment -> new Gateways(vertx, deployment, port.get()));
    }

    private static SharedLimits limits(GatewaySettings settings, Operations operations) {
        AdmissionMeters meters = new AdmissionMeters(operations.metrics());
        int most = Capacity.ofProcess().connections(settings.maxConnections());
        if (most < settings.maxConnections()) {
            LOG.info("at most {} connections: more than that its open files or its heap do not bear", most);
        }
        return new SharedLimits(
                settings.proxies(),
                new AddressLimits(settings.limits(), System::nanoTime),
                new ConnectionBudget(most, meters.open()),
                new Overload(System::nanoTime),
                meters);
    }

    /** The port that is listened on. */
    public int port() {
        return port;
    }

    /** Closes all clients with 4000, carries out what they had sent, lets go of their sessions, and stops. */
    @Override
    public Future<Void> stop() {
        return vertx.undeploy(deployment);
    }
}
