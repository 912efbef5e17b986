package chat.tandem.bench.load;

import chat.tandem.bench.processor.ProcessorUse;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one stage showed: the numbers that are printed.
 *
 * @param rate messages per second that were due
 * @param started sent, warm-up included, as are the next two
 * @param refused by error code
 * @param wrong what must not happen, and how often: empty is right
 * @param deliveryMillis from the moment at which a message was due to its arrival at the partner
 * @param acknowledgementMillis from that moment to the acknowledgement at the sender
 * @param latenessMillis how much later than due the generator itself sent
 * @param lateStarts messages sent more than a millisecond late
 * @param busiestLoop the largest share of a second that one of the generator's loops was running; near 1 the generator
 *     measured itself
 * @param processorMicrosPerMessage by name of process, per message that was due while it was measured
 * @param machineBusy share of all processors, 0 to 1
 * @param machineOthers the part of it that none of the named processes took; a little is the kernel's, much is a
 *     disturbed run
 */
@JsonPropertyOrder(alphabetic = false)
record StageResult(
        double rate,
        long started,
        long acknowledged,
        long received,
        Map<String, Long> refused,
        Map<String, Long> wrong,
        Map<String, Double> deliveryMillis,
        Map<String, Double> acknowledgementMillis,
        Map<String, Double> latenessMillis,
        long lateStarts,
        double busiestLoop,
        Map<String, Double> processorMicrosPerMessage,
        double machineBusy,
        double machineOthers) {
    private static final long LATE_NANOS = 1_000_000;

    static StageResult of(Stage stage, StageTally tally, ProcessorUse.Used used, double busiestLoop) {
        var measured = Math.max(1, tally.lateness.getTotalCount());
        var perMessage = new LinkedHashMap<String, Double>();
        used.nanos().forEach((name, nanos) -> perMessage.put(name, rounded(nanos / 1e3 / measured)));
        return new StageResult(
                stage.perSecond(),
                tally.started,
                tally.acknowledged,
                tally.received,
                tally.refused,
                tally.wrong,
                millis(tally.delivery),
                millis(tally.acknowledgement),
                millis(tally.lateness),
                tally.lateness.getCountBetweenValues(LATE_NANOS, Long.MAX_VALUE / 2),
                rounded(busiestLoop),
                perMessage,
                rounded(used.busyShare()),
                rounded(used.othersShare()));
    }

    /** Whether every message was acknowledged, and came once, in order, to the right client. */
    boolean right() {
        return wrong.isEmpty() && refused.isEmpty() && started == received && started == acknowledged;
    }

    private static Map<String, Double> millis(Histogram histogram) {
        var percentiles = new LinkedHashMap<String, Double>();
        percentiles.put("p50", rounded(histogram.getValueAtPercentile(50) / 1e6));
        percentiles.put("p90", rounded(histogram.getValueAtPercentile(90) / 1e6));
        percentiles.put("p99", rounded(histogram.getValueAtPercentile(99) / 1e6));
        percentiles.put("p99.9", rounded(histogram.getValueAtPercentile(99.9) / 1e6));
        percentiles.put("max", rounded(histogram.getMaxValue() / 1e6));
        return percentiles;
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
