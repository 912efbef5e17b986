package chat.tandem.gateway.limit;

import chat.tandem.common.config.RateLimit;
import chat.tandem.socketio.engine.TrafficLimit.Verdict;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The limit on the frames of one connection, commands and all others together, and the count of what was refused because of a limit. Safe
 * to use from any thread.
 */
public final class FrameLimit {
    private final Limiter limiter;
    private final LongSupplier nanoTime;
    private @Nullable FloodGuard flood;

    /** @param nanoTime a monotonic clock */
    public FrameLimit(RateLimit limit, LongSupplier nanoTime) {
        this.limiter = Limiter.of(limit, nanoTime);
        this.nanoTime = nanoTime;
    }

    /** Takes one frame's permit and returns 0, or returns in how many milliseconds, at least 1, there will be one. */
    public synchronized long acquire() {
        return limiter.acquire();
    }

    /** Counts something that was refused because of a limit, and says whether it is one too many. */
    public synchronized boolean flooded() {
        FloodGuard guard = flood == null ? new FloodGuard(nanoTime) : flood;
        flood = guard;
        return guard.refused();
    }

    /** Judges a frame that gets no answer. */
    public synchronized Verdict take() {
        if (acquire() == 0) {
            return Verdict.TAKE;
        }
        return flooded() ? Verdict.CLOSE : Verdict.DROP;
    }
}
