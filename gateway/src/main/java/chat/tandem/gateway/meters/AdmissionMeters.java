package chat.tandem.gateway.meters;

import chat.tandem.common.ops.Metric;
import chat.tandem.common.ops.Metrics;
import chat.tandem.gateway.address.IpAddress;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is counted of connections and requests that are not let in. One for all event loops of a process. */
public final class AdmissionMeters {
    private static final Logger LOG = LoggerFactory.getLogger(AdmissionMeters.class);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /** Why something was refused; each is a label's value. */
    public enum Reason {
        /** Too many handshakes from its address. */
        HANDSHAKES,
        /** Too many connections from its address at once. */
        CONNECTIONS,
        /** Too many requests from its address. */
        REQUESTS,
        /** Too many guests from its network. */
        GUESTS,
        /** The process has as many connections as it may have. */
        FULL,
        /** The process is short of memory, or its loops are late. */
        OVERLOAD
    }

    private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);
    private final Map<Reason, AtomicLong> told = new EnumMap<>(Reason.class);
    private final Counter ignored;
    private final AtomicLong ignoredTold = new AtomicLong(System.nanoTime() - MINUTE);
    private final LongAdder open;

    /** Registers them, so that they are there before anything happens. */
    public AdmissionMeters(Metrics metrics) {
        for (Reason reason : Reason.values()) {
            refused.put(
                    reason,
                    metrics.counter(Metric.ADMISSION_REFUSALS, reason.name().toLowerCase(Locale.ROOT)));
            told.put(reason, new AtomicLong(System.nanoTime() - MINUTE));
        }
        ignored = metrics.counter(Metric.FORWARDED_IGNORED);
        open = metrics.level(Metric.TCP_CONNECTIONS);
    }

    /** How many TCP connections of clients are open. */
    public LongAdder open() {
        return open;
    }

    /** Something was refused; the log says so once a minute. */
    public void refused(Reason reason, IpAddress client) {
        count(reason).increment();
        AtomicLong last = told.get(reason);
        if (last != null && isDue(last)) {
            LOG.info("refused ({}), the latest from {}", reason.name().toLowerCase(Locale.ROOT), client);
        }
    }

    private Counter count(Reason reason) {
        return Objects.requireNonNull(refused.get(reason));
    }

    /** {@code X-Forwarded-For} came from nobody whose word counts; the log says so once a minute. */
    public void forwardedIgnored(IpAddress peer) {
        ignored.increment();
        if (isDue(ignoredTold)) {
            LOG.warn("X-Forwarded-For from {}, which TANDEM_TRUSTED_PROXIES does not name, is ignored", peer);
        }
    }

    private static boolean isDue(AtomicLong last) {
        long now = System.nanoTime();
        long before = last.get();
        return now - before >= MINUTE && last.compareAndSet(before, now);
    }
}
