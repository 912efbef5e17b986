package chat.tandem.bench.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What one event loop saw of one stage. Latencies, in nanoseconds, hold only what fell due after the warm-up; the
 * counts hold everything. Not thread-safe: it belongs to its loop, and is merged when the stage is over.
 */
final class StageTally {
    private static final long HIGHEST = 600_000_000_000L;

    final Histogram delivery = histogram();
    final Histogram acknowledgement = histogram();
    final Histogram lateness = histogram();
    final Map<String, Long> refused = new TreeMap<>();
    final Map<String, Long> wrong = new TreeMap<>();
    long started;
    long acknowledged;
    long received;

    private static Histogram histogram() {
        var histogram = new Histogram(1_000, HIGHEST, 3);
        histogram.setAutoResize(true);
        return histogram;
    }

    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0L, HIGHEST));
    }

    /** A message, or a client, was not treated as it must be. */
    void wrong(String what, long times) {
        if (times > 0) {
            wrong.merge(what, times, Long::sum);
        }
    }

    void refused(String code) {
        refused.merge(code, 1L, Long::sum);
    }

    /** How many messages have neither been acknowledged nor refused, or were acknowledged and not received. */
    long unsettled() {
        var refusals = refused.values().stream().mapToLong(Long::longValue).sum();
        return Math.max(started - refusals - acknowledged, 0) + Math.max(acknowledged - received, 0);
    }

    void add(StageTally other) {
        delivery.add(other.delivery);
        acknowledgement.add(other.acknowledgement);
        lateness.add(other.lateness);
        other.refused.forEach((code, times) -> refused.merge(code, times, Long::sum));
        other.wrong.forEach(this::wrong);
        started += other.started;
        acknowledged += other.acknowledged;
        received += other.received;
    }
}
