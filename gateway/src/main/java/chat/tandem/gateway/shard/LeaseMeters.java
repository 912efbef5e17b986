package chat.tandem.gateway.shard;

import chat.tandem.common.ops.Metric;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.state.Keys;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** What is counted of a gateway's lease and inbox in one shard. Used on one event loop. */
final class LeaseMeters {
    private final Counter overruns;
    private final Counter lapses;
    private final long leaseNanos;
    private long renewed = System.nanoTime();

    /** @param depth how many entries wait in the inbox; from any thread */
    LeaseMeters(Metrics metrics, Keys keys, Duration lease, LongSupplier depth) {
        overruns = metrics.counter(Metric.INBOX_OVERRUNS, keys.name());
        lapses = metrics.counter(Metric.LEASES_LAPSED, keys.name());
        leaseNanos = lease.toNanos();
        metrics.gauge(Metric.INBOX_ENTRIES, depth::getAsLong, keys.name());
    }

    /** The lease holds. */
    void renewed() {
        renewed = System.nanoTime();
    }

    /** It is lost: before its time only where others marked the gateway dead. */
    void lost() {
        boolean lapsed = System.nanoTime() - renewed >= leaseNanos;
        (lapsed ? lapses : overruns).increment();
    }
}
