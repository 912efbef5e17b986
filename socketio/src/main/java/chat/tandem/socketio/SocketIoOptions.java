package chat.tandem.socketio;

import chat.tandem.socketio.engine.EngineIoOptions;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a Socket.IO server. A setter refuses a value out of its range with {@link IllegalArgumentException}. The server
 * takes a copy: later changes have no effect on it.
 */
public final class SocketIoOptions {
    private final EngineIoOptions engine;
    private Duration connectTimeout = Duration.ofSeconds(45);
    private int maxConnectPayload = Integer.MAX_VALUE;
    private int maxAttachments = 10;
    private int maxPendingAcks = 1_000;
    private @Nullable RecoveryOptions recovery;
    private @Nullable RecoverySource recoverySource;

    /** The defaults of the protocol's reference implementation, on the path {@code /socket.io/}. */
    public SocketIoOptions() {
        engine = new EngineIoOptions().setPath("/socket.io/");
    }

    /** A copy of other options. */
    public SocketIoOptions(SocketIoOptions other) {
        engine = new EngineIoOptions(other.engine);
        connectTimeout = other.connectTimeout;
        maxConnectPayload = other.maxConnectPayload;
        maxAttachments = other.maxAttachments;
        maxPendingAcks = other.maxPendingAcks;
        recovery = other.recovery;
        recoverySource = other.recoverySource;
    }

    /** The settings of the transports, to be changed in place. */
    public EngineIoOptions engine() {
        return engine;
    }

    /** How long a connection may stay without a namespace; 45 s by default. */
    public Duration getConnectTimeout() {
        return connectTimeout;
    }

    /** Sets {@link #getConnectTimeout}: at least 1 ms. */
    public SocketIoOptions setConnectTimeout(Duration connectTimeout) {
        require(connectTimeout.toMillis() >= 1, "connectTimeout must be at least 1 ms");
        this.connectTimeout = connectTimeout;
        return this;
    }

    /**
     * The largest body and the largest message that is taken of a client that has not joined a namespace yet, in bytes; as large as any
     * other by default. See {@link EngineIoOptions#getMaxPayload}.
     */
    public int getMaxConnectPayload() {
        return maxConnectPayload;
    }

    /** Sets {@link #getMaxConnectPayload}: at least 1. */
    public SocketIoOptions setMaxConnectPayload(int maxConnectPayload) {
        require(maxConnectPayload >= 1, "maxConnectPayload must be at least 1");
        this.maxConnectPayload = maxConnectPayload;
        return this;
    }

    /** How many binary attachments a packet may have; 10 by default. Each is bounded by the transport's maximum payload. */
    public int getMaxAttachments() {
        return maxAttachments;
    }

    /** Sets {@link #getMaxAttachments}: at least 0. */
    public SocketIoOptions setMaxAttachments(int maxAttachments) {
        require(maxAttachments >= 0, "maxAttachments must not be negative");
        this.maxAttachments = maxAttachments;
        return this;
    }

    /** How many events sent to one socket may wait for their acknowledgement; 1,000 by default. */
    public int getMaxPendingAcks() {
        return maxPendingAcks;
    }

    /** Sets {@link #getMaxPendingAcks}: at least 1. */
    public SocketIoOptions setMaxPendingAcks(int maxPendingAcks) {
        require(maxPendingAcks >= 1, "maxPendingAcks must be at least 1");
        this.maxPendingAcks = maxPendingAcks;
        return this;
    }

    /** Connection state recovery from memory, where it is switched on; off by default. */
    public Optional<RecoveryOptions> getRecovery() {
        return Optional.ofNullable(recovery);
    }

    /** Sets {@link #getRecovery}, and takes the place of a recovery source; null switches it off. */
    public SocketIoOptions setRecovery(@Nullable RecoveryOptions recovery) {
        this.recovery = recovery;
        this.recoverySource = null;
        return this;
    }

    /** Connection state recovery from what the application keeps, where it is switched on; off by default. */
    public Optional<RecoverySource> getRecoverySource() {
        return Optional.ofNullable(recoverySource);
    }

    /** Sets {@link #getRecoverySource}, and takes the place of recovery from memory; null switches it off. */
    public SocketIoOptions setRecoverySource(@Nullable RecoverySource recoverySource) {
        this.recoverySource = recoverySource;
        this.recovery = null;
        return this;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
