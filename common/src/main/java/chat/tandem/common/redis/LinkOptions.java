package chat.tandem.common.redis;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link RedisLink} behaves.
 *
 * @param maxWaiting how many commands may wait for their answers, 1 to 2,000; more are refused at once
 * @param timeout how long an answer may take before the connection is given up
 * @param key in cluster mode, a key (such as a shard's tag) whose slot decides to which node this link leads
 */
public record LinkOptions(
        int maxWaiting, Duration timeout, @Nullable String key) {
    /** The client's own limit is 2,048; ours lies below it. */
    private static final int MOST_WAITING = 2_000;

    /** @throws IllegalArgumentException when a value is out of its range */
    public LinkOptions {
        if (maxWaiting < 1 || maxWaiting > MOST_WAITING) {
            throw new IllegalArgumentException("maxWaiting must be 1 to " + MOST_WAITING);
        }
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be positive");
        }
    }

    /** For commands: 1,024 may wait, each for 2 s. */
    public static LinkOptions commands() {
        return new LinkOptions(1_024, Duration.ofSeconds(2), null);
    }

    /** For reads that block in Redis for up to 1 s: a few may wait, each for 3 s. */
    public static LinkOptions blocking() {
        return new LinkOptions(16, Duration.ofSeconds(3), null);
    }

    /** The same, leading to the node that holds the key. */
    public LinkOptions forKey(String other) {
        return new LinkOptions(maxWaiting, timeout, other);
    }

    /** The same with another timeout. */
    public LinkOptions withTimeout(Duration other) {
        return new LinkOptions(maxWaiting, other, key);
    }

    /** The same with another bound. */
    public LinkOptions withMaxWaiting(int other) {
        return new LinkOptions(other, timeout, key);
    }
}
