package chat.tandem.gateway.session;

import java.time.Duration;

/**
 * When a client is told again how many are online: at most every 10 s, and only when the number changed by 2 % or more.
 * Each client's 10 s begin with its own session, so the news is spread.
 */
final class OnlineNews {
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();
    private static final long ONE_IN = 50;

    private long told;
    private long toldAt;

    /** The client knows this count. */
    void told(long count, long now) {
        told = count;
        toldAt = now;
    }

    boolean due(long count, long now) {
        return now - toldAt >= PAUSE && Math.abs(count - told) >= Math.max(1, told / ONE_IN);
    }
}
