package chat.tandem.persistence.writing;

import chat.tandem.common.ops.Metric;
import chat.tandem.common.ops.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What the write path counts and measures. */
final class WriteMeters {

    private final Timer stored;
    private final Timer failed;
    private final DistributionSummary rows;
    private final Counter passing;
    private final Counter partition;
    private final Counter bad;
    private final LongAdder held;

    WriteMeters(Metrics metrics) {
        stored = metrics.timer(Metric.WRITES, "stored");
        failed = metrics.timer(Metric.WRITES, "failed");
        rows = metrics.summary(Metric.WRITE_ROWS);
        passing = metrics.counter(Metric.WRITE_RETRIES, "passing");
        partition = metrics.counter(Metric.WRITE_RETRIES, "partition");
        bad = metrics.counter(Metric.WRITE_RETRIES, "rows");
        held = metrics.level(Metric.WRITES_HELD);
    }

    /** An attempt is over. */
    void attempted(int changes, boolean succeeded, long nanos) {
        rows.record(changes);
        (succeeded ? stored : failed).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** It is made again after a while. */
    void passing() {
        passing.increment();
    }

    /** It is made again with the months that were missing. */
    void partition() {
        partition.increment();
    }

    /** So many entries more wait apart, or fewer. */
    void held(int change) {
        held.add(change);
    }

    /** It is made again in parts. */
    void divided() {
        bad.increment();
    }
}
