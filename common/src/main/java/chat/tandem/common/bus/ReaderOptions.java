package chat.tandem.common.bus;

import chat.tandem.common.redis.Backoff;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link WorkReader} reads.
 *
 * @param count entries in a batch at most, 1 to 1,000
 * @param block how long a read waits in Redis for something to arrive, up to 1 s
 * @param maxInFlight batches that the handler may have at once; with 1 they come one after another, in order
 * @param lease how long others leave this reader's entries alone after it was last heard of; it renews each third of it
 * @param retry how long to wait before a failed batch is tried again
 * @param name the reader's own, the same after a restart, or null for a new one at each start; see {@link #withName}
 */
public record ReaderOptions(
        int count,
        Duration block,
        int maxInFlight,
        Duration lease,
        Backoff retry,
        @Nullable String name) {

    /** @throws IllegalArgumentException when a value is out of its range */
    public ReaderOptions {
        if (count < 1 || count > 1_000 || maxInFlight < 1) {
            throw new IllegalArgumentException("count must be 1 to 1,000, and maxInFlight at least 1");
        }
        if (block.toMillis() < 1 || block.compareTo(Duration.ofSeconds(1)) > 0) {
            throw new IllegalArgumentException("block must be 1 ms to 1 s");
        }
        if (lease.toMillis() < 3) {
            throw new IllegalArgumentException("lease must be at least 3 ms");
        }
    }

    /** The same without a name. */
    public ReaderOptions(int count, Duration block, int maxInFlight, Duration lease, Backoff retry) {
        this(count, block, maxInFlight, lease, retry, null);
    }

    /** 500 entries at once, one batch after another, a lease of 5 s, retries after up to 0.1 to 10 s. */
    public static ReaderOptions defaults() {
        return new ReaderOptions(
                500,
                Duration.ofSeconds(1),
                1,
                Duration.ofSeconds(5),
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10)));
    }

    /** The same with another size of batches. */
    public ReaderOptions withCount(int other) {
        return new ReaderOptions(other, block, maxInFlight, lease, retry, name);
    }

    /** The same with another number of batches at once. */
    public ReaderOptions withMaxInFlight(int other) {
        return new ReaderOptions(count, block, other, lease, retry, name);
    }

    /** The same with another lease. */
    public ReaderOptions withLease(Duration other) {
        return new ReaderOptions(count, block, maxInFlight, other, retry, name);
    }

    /** The same with another wait before a failed batch is tried again. */
    public ReaderOptions withRetry(Backoff other) {
        return new ReaderOptions(count, block, maxInFlight, lease, other, name);
    }

    /**
     * The same for a reader that is the only one of its group and keeps its name. After a restart it is given at once
     * what it had not finished, before anything newer: so with one batch in flight it sees the order of the stream across
     * restarts.
     *
     * @param other unlike that of any other reader of the stream; only one reader at a time may have it
     */
    public ReaderOptions withName(String other) {
        return new ReaderOptions(count, block, maxInFlight, lease, retry, other);
    }
}
