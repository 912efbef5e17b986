package chat.tandem.bench.failover;

import org.HdrHistogram.Histogram;

/**
 * What became of the people of a gateway that died.
 *
 * @param people how many there were
 * @param rejoined how many were in their conversation again
 * @param ended how many were told that it is over
 * @param attempts how many connections all of them tried to make
 * @param p50Millis from the gateway's death to {@code rejoined}, of half of them
 * @param p99Millis the same of 99 in a hundred
 * @param allMillis the same of the last one
 */
public record RejoinResult(
        int people, long rejoined, long ended, int attempts, double p50Millis, double p99Millis, double allMillis) {

    static RejoinResult of(int people, Histogram nanos, long ended, int attempts) {
        return new RejoinResult(
                people,
                nanos.getTotalCount(),
                ended,
                attempts,
                millis(nanos.getValueAtPercentile(50)),
                millis(nanos.getValueAtPercentile(99)),
                millis(nanos.getMaxValue()));
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e5) / 10.0;
    }

    /** Whether everybody came back in time. */
    public boolean right() {
        return rejoined == people;
    }
}
