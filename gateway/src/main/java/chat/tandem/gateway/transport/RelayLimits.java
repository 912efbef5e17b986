package chat.tandem.gateway.transport;

import chat.tandem.common.config.RateLimit;
import chat.tandem.gateway.limit.FrameLimit;
import chat.tandem.gateway.limit.Limiter;
import chat.tandem.socketio.engine.TrafficLimit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The limits on what reaches this process for the connections of other gateways, by connection: as many frames as at the connection's own
 * gateway, and 128 KiB/s of bodies, 1 MiB at once. The 10,000 connections that were heard of last are remembered. Safe from any thread.
 */
public final class RelayLimits {
    private static final int MOST = 10_000;
    private static final RateLimit BYTES = new RateLimit(128 * 1024, 1 << 20);

    private final RateLimit frames;
    private final LongSupplier nanoTime;
    private final Map<String, TrafficLimit> limits = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TrafficLimit> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Limits for connections none of which is known yet.
     *
     * @param frames the limit on the frames of one connection
     * @param nanoTime a monotonic clock
     */
    public RelayLimits(RateLimit frames, LongSupplier nanoTime) {
        this.frames = frames;
        this.nanoTime = nanoTime;
    }

    /** The limit of one connection, which need not exist. */
    TrafficLimit of(String connection) {
        synchronized (limits) {
            return limits.computeIfAbsent(connection, unknown -> new Relayed());
        }
    }

    private final class Relayed implements TrafficLimit {
        private final FrameLimit limit = new FrameLimit(frames, nanoTime);
        private final Limiter bytes = Limiter.of(BYTES, nanoTime);

        @Override
        public Verdict onOverhead() {
            return limit.take();
        }

        @Override
        public synchronized Verdict onRelayed(int count) {
            return bytes.acquire(count) == 0 ? Verdict.TAKE : Verdict.DROP;
        }
    }
}
