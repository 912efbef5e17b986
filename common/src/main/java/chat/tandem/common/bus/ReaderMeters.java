package chat.tandem.common.bus;

import chat.tandem.common.ops.Metric;
import chat.tandem.common.ops.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;

/**
 * What the readers of one address count.
 *
 * @param batches how many entries came at once
 * @param retries batches that failed and are tried again
 * @param takenOver entries that another reader had left
 * @param deadLetters entries that were put aside
 */
record ReaderMeters(DistributionSummary batches, Counter retries, Counter takenOver, Counter deadLetters) {

    static ReaderMeters of(Metrics metrics, String address) {
        return new ReaderMeters(
                metrics.summary(Metric.BUS_BATCH, address),
                metrics.counter(Metric.BUS_RETRIES, address),
                metrics.counter(Metric.BUS_TAKEN_OVER, address),
                metrics.counter(Metric.DEAD_LETTERS, address));
    }
}
