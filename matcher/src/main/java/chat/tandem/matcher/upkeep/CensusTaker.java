package chat.tandem.matcher.upkeep;

import chat.tandem.common.ops.Metric;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.state.Census;
import chat.tandem.common.state.ShardUpkeep;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a shard holds, and shows it as metrics. Every matcher does so for itself, so that the numbers are there
 * whichever of them is asked; they are the same at all, and nothing to be added up.
 */
public final class CensusTaker {

    /** How often it is worth counting. */
    public static final long INTERVAL_MS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(CensusTaker.class);

    private static final List<String> ADDRESSES = List.of("matcher", "messages", "requests", "media");

    private final ShardUpkeep shard;
    private final Metrics metrics;
    private final String name;
    private volatile @Nullable Census last;

    /** @param name the shard's, as a label */
    public CensusTaker(ShardUpkeep shard, Metrics metrics, String name) {
        this.shard = shard;
        this.metrics = metrics;
        this.name = name;
        show(Metric.SESSIONS, Census::sessions);
        show(Metric.SESSIONS_ONLINE, Census::online);
        show(Metric.SESSIONS_AWAY, Census::away);
        show(Metric.BROKEN_SESSIONS, Census::brokenSessions);
        show(Metric.WAITING, Census::waiting);
        show(Metric.CONVERSATIONS, Census::conversations);
        show(Metric.GATEWAYS, Census::gateways);
        show(Metric.DEAD_LETTER_ENTRIES, Census::deadLetters);
        ADDRESSES.forEach(this::showAddress);
    }

    private void showAddress(String address) {
        show(Metric.BUS_ENTRIES, census -> backlog(census, address).entries(), address);
        show(Metric.BUS_OLDEST, census -> backlog(census, address).oldestMillis() / 1e3, address);
    }

    private static Census.Backlog backlog(Census census, String address) {
        return census.addresses().getOrDefault(address, new Census.Backlog(0, 0));
    }

    private void show(Metric metric, ToDoubleFunction<Census> value) {
        metrics.gauge(metric, () -> known(value), name);
    }

    private void show(Metric metric, ToDoubleFunction<Census> value, String address) {
        metrics.gauge(metric, () -> known(value), name, address);
    }

    /** What is not known is no number. */
    private double known(ToDoubleFunction<Census> value) {
        Census census = last;
        return census == null ? Double.NaN : value.applyAsDouble(census);
    }

    private void tellOfBrokenSessions(Census census) {
        Census before = last;
        if (before != null && census.brokenSessions() > before.brokenSessions()) {
            LOG.atWarn()
                    .addKeyValue("shard", shard.keys().tag())
                    .log(
                            "{} sessions could not be read and were taken out",
                            census.brokenSessions() - before.brokenSessions());
        }
    }

    /** Counts anew; where Redis does not answer, nothing is known any more. Never fails. */
    public Future<Void> take() {
        return shard.census()
                .onSuccess(this::tellOfBrokenSessions)
                .onComplete(counted -> last = counted.result())
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }
}
