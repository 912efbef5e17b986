package chat.tandem.socketio.engine;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an Engine.IO server. A setter refuses a value out of its range with {@link IllegalArgumentException}. The
 * server takes a copy: later changes have no effect on it.
 */
public final class EngineIoOptions {
    private String path = "/engine.io/";
    private Duration pingInterval = Duration.ofSeconds(25);
    private Duration pingTimeout = Duration.ofSeconds(20);
    private Duration upgradeTimeout = Duration.ofSeconds(10);
    private Duration closeTimeout = Duration.ofSeconds(30);
    private int maxPayload = 1_000_000;
    private int maxBufferedBytes = 4_000_000;
    private boolean upgradesAllowed = true;
    private Set<EngineIoTransport> transports = EnumSet.allOf(EngineIoTransport.class);
    private CorsPolicy cors = CorsPolicy.NONE;
    private SessionDirectory directory = SessionDirectory.alone();
    private boolean handshakeKept = true;
    private TrafficLimits trafficLimits = TrafficLimits.NONE;
    private Function<HttpServerRequest, Future<Boolean>> admission = request -> Future.succeededFuture(true);
    private Function<HttpServerRequest, @Nullable SocketAddress> clientAddress = HttpServerRequest::remoteAddress;
    private Function<HttpServerRequest, Runnable> onOpen = request -> () -> {};

    /** The defaults of the protocol's reference implementation. */
    public EngineIoOptions() {}

    /** A copy of other options. */
    public EngineIoOptions(EngineIoOptions other) {
        path = other.path;
        pingInterval = other.pingInterval;
        pingTimeout = other.pingTimeout;
        upgradeTimeout = other.upgradeTimeout;
        closeTimeout = other.closeTimeout;
        maxPayload = other.maxPayload;
        maxBufferedBytes = other.maxBufferedBytes;
        upgradesAllowed = other.upgradesAllowed;
        transports = EnumSet.copyOf(other.transports);
        cors = other.cors;
        directory = other.directory;
        handshakeKept = other.handshakeKept;
        trafficLimits = other.trafficLimits;
        admission = other.admission;
        clientAddress = other.clientAddress;
        onOpen = other.onOpen;
    }

    /** The path under which requests are taken; {@code /engine.io/} by default. */
    public String getPath() {
        return path;
    }

    /** Sets {@link #getPath}: it begins and ends with a slash. */
    public EngineIoOptions setPath(String path) {
        require(path.startsWith("/") && path.endsWith("/"), "path must begin and end with a slash");
        this.path = path;
        return this;
    }

    /** How long after the last sign of life the server pings; 25 s by default. */
    public Duration getPingInterval() {
        return pingInterval;
    }

    /** Sets {@link #getPingInterval}: at least 1 ms. */
    public EngineIoOptions setPingInterval(Duration pingInterval) {
        this.pingInterval = positive(pingInterval, "pingInterval");
        return this;
    }

    /** How long a ping may stay unanswered; 20 s by default. */
    public Duration getPingTimeout() {
        return pingTimeout;
    }

    /** Sets {@link #getPingTimeout}: at least 1 ms. */
    public EngineIoOptions setPingTimeout(Duration pingTimeout) {
        this.pingTimeout = positive(pingTimeout, "pingTimeout");
        return this;
    }

    /** How long a client may take to move to a WebSocket it has opened; 10 s by default. */
    public Duration getUpgradeTimeout() {
        return upgradeTimeout;
    }

    /** Sets {@link #getUpgradeTimeout}: at least 1 ms. */
    public EngineIoOptions setUpgradeTimeout(Duration upgradeTimeout) {
        this.upgradeTimeout = positive(upgradeTimeout, "upgradeTimeout");
        return this;
    }

    /** How long a session that the server closes waits for a chance to tell the client; 30 s by default. */
    public Duration getCloseTimeout() {
        return closeTimeout;
    }

    /** Sets {@link #getCloseTimeout}: at least 1 ms. */
    public EngineIoOptions setCloseTimeout(Duration closeTimeout) {
        this.closeTimeout = positive(closeTimeout, "closeTimeout");
        return this;
    }

    /** The largest request body and the largest WebSocket message that is taken, in bytes; 1,000,000 by default. */
    public int getMaxPayload() {
        return maxPayload;
    }

    /** Sets {@link #getMaxPayload}: at least 1. See {@link #configure}. */
    public EngineIoOptions setMaxPayload(int maxPayload) {
        require(maxPayload >= 1, "maxPayload must be at least 1");
        this.maxPayload = maxPayload;
        return this;
    }

    /**
     * How much may wait for a client that does not read, in characters of text and bytes of binary; 4,000,000 by default.
     * A session that needs more is closed with {@link CloseReason#TRANSPORT_ERROR}.
     */
    public int getMaxBufferedBytes() {
        return maxBufferedBytes;
    }

    /** Sets {@link #getMaxBufferedBytes}: at least 1. */
    public EngineIoOptions setMaxBufferedBytes(int maxBufferedBytes) {
        require(maxBufferedBytes >= 1, "maxBufferedBytes must be at least 1");
        this.maxBufferedBytes = maxBufferedBytes;
        return this;
    }

    /** Whether a polling client may move to a WebSocket; true by default. */
    public boolean isUpgradesAllowed() {
        return upgradesAllowed;
    }

    /** Sets {@link #isUpgradesAllowed}. */
    public EngineIoOptions setUpgradesAllowed(boolean upgradesAllowed) {
        this.upgradesAllowed = upgradesAllowed;
        return this;
    }

    /** The transports that are served; all by default. */
    public Set<EngineIoTransport> getTransports() {
        return EnumSet.copyOf(transports);
    }

    /** Sets {@link #getTransports}: at least one. */
    public EngineIoOptions setTransports(Set<EngineIoTransport> transports) {
        require(!transports.isEmpty(), "transports must not be empty");
        this.transports = EnumSet.copyOf(transports);
        return this;
    }

    /** The origins that may use the HTTP transport; none by default. */
    public CorsPolicy getCors() {
        return cors;
    }

    /** Sets {@link #getCors}. */
    public EngineIoOptions setCors(CorsPolicy cors) {
        this.cors = cors;
        return this;
    }

    /** Which server is the home of a session; by default this one is alone, and a load balancer needs sticky sessions. */
    public SessionDirectory getDirectory() {
        return directory;
    }

    /** Sets {@link #getDirectory}: one for each server. */
    public EngineIoOptions setDirectory(SessionDirectory directory) {
        this.directory = directory;
        return this;
    }

    /**
     * Whether a session's {@link Handshake} has the headers, the query and the URI of the request that opened it; true by default. They may
     * take 20 KB for as long as the session lasts.
     */
    public boolean isHandshakeKept() {
        return handshakeKept;
    }

    /** Sets {@link #isHandshakeKept}. */
    public EngineIoOptions setHandshakeKept(boolean handshakeKept) {
        this.handshakeKept = handshakeKept;
        return this;
    }

    /** Limits what clients send beside messages, and how many sessions there are; no limit by default. */
    public TrafficLimits getTrafficLimits() {
        return trafficLimits;
    }

    /** Sets {@link #getTrafficLimits}. */
    public EngineIoOptions setTrafficLimits(TrafficLimits trafficLimits) {
        this.trafficLimits = trafficLimits;
        return this;
    }

    /** Decides whether a request may open a session; every request by default. */
    public Function<HttpServerRequest, Future<Boolean>> getAdmission() {
        return admission;
    }

    /**
     * Sets {@link #getAdmission}. The function runs on the request's context. False, and a failed future, refuse with 403. It
     * is the place to check the origin of WebSockets where cookies authenticate.
     */
    public EngineIoOptions setAdmission(Function<HttpServerRequest, Future<Boolean>> admission) {
        this.admission = admission;
        return this;
    }

    /** Tells the address of the client that a request comes from; by default the other end of the connection. */
    public Function<HttpServerRequest, @Nullable SocketAddress> getClientAddress() {
        return clientAddress;
    }

    /** Sets {@link #getClientAddress}: behind a proxy, the other end of a connection is the proxy. */
    public EngineIoOptions setClientAddress(Function<HttpServerRequest, @Nullable SocketAddress> clientAddress) {
        this.clientAddress = clientAddress;
        return this;
    }

    /** Told of each session by the request that opens it; nobody by default. */
    public Function<HttpServerRequest, Runnable> getOnOpen() {
        return onOpen;
    }

    /** Sets {@link #getOnOpen}. The function runs on the request's context, and what it answers is run when the session is over. */
    public EngineIoOptions setOnOpen(Function<HttpServerRequest, Runnable> onOpen) {
        this.onOpen = onOpen;
        return this;
    }

    /**
     * Adapts the HTTP server's options to these: WebSocket frames and messages up to {@link #getMaxPayload}, and no compression
     * of frames, which costs hundreds of kilobytes of memory a connection. A server whose limits are lower refuses messages
     * before they get here.
     */
    public HttpServerOptions configure(HttpServerOptions http) {
        return http.setMaxWebSocketFrameSize(maxPayload)
                .setMaxWebSocketMessageSize(maxPayload)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
    }

    private static Duration positive(Duration value, String name) {
        require(value.toMillis() >= 1, name + " must be at least 1 ms");
        return value;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
