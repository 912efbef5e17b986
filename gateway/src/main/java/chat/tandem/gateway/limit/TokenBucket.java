package chat.tandem.gateway.limit;

import chat.tandem.common.config.RateLimit;
import java.util.function.LongSupplier;

/**
 * A bucket of permits that fills steadily. It is full at first and never holds more than {@code burst}. Nothing runs in
 * the background: what has grown is worked out when somebody asks. Used from one thread.
 */
final class TokenBucket implements Limiter {
    private static final double NANOS_PER_SECOND = 1e9;

    private final RateLimit limit;
    private final LongSupplier nanoTime;
    private double permits;
    private long asOf;

    TokenBucket(RateLimit limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.permits = limit.burst();
        this.asOf = nanoTime.getAsLong();
    }

    private void grow() {
        long now = nanoTime.getAsLong();
        double grown = (now - asOf) / NANOS_PER_SECOND * limit.permitsPerSecond();
        permits = Math.min(limit.burst(), permits + Math.max(0, grown));
        asOf = now;
    }

    @Override
    public void giveBack() {
        permits = Math.min(limit.burst(), permits + 1);
    }

    @Override
    public boolean isFull() {
        grow();
        return permits >= limit.burst();
    }

    @Override
    public long acquire(int count) {
        grow();
        if (permits >= count) {
            permits -= count;
            return 0;
        }
        return Math.max(1, (long) Math.ceil((count - permits) / limit.permitsPerSecond() * 1000));
    }
}
