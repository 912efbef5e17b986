package chat.tandem.common.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * What a process counts and measures. Several event loops, and several services in one process, share it: asked twice
 * for the same metric and labels, it gives the same counter, and adds up gauges. Meters are asked for once, at the
 * start; using them costs no allocation. Safe for all threads.
 */
public final class Metrics {

    private static final Duration[] SECONDS = millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000);
    private static final Duration[] PATIENCE =
            millis(10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000);
    private static final double[] SIZES = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000};

    private record Series(Metric metric, Tags tags) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Series, List<DoubleSupplier>> gauges = new ConcurrentHashMap<>();
    private final Map<Series, LongAdder> levels = new ConcurrentHashMap<>();

    /**
     * A counter.
     *
     * @param values those of the metric's labels, in their order
     */
    public Counter counter(Metric metric, String... values) {
        return Counter.builder(metric.exported())
                .description(metric.help())
                .tags(tags(Metric.Kind.COUNTER, metric, values))
                .register(registry);
    }

    /** A histogram of durations, of either kind. */
    public Timer timer(Metric metric, String... values) {
        boolean wait = metric.kind() == Metric.Kind.WAIT;
        return Timer.builder(metric.exported())
                .description(metric.help())
                .tags(tags(wait ? Metric.Kind.WAIT : Metric.Kind.TIMER, metric, values))
                .serviceLevelObjectives(wait ? PATIENCE : SECONDS)
                .register(registry);
    }

    /** A histogram of sizes. */
    public DistributionSummary summary(Metric metric, String... values) {
        return DistributionSummary.builder(metric.exported())
                .description(metric.help())
                .tags(tags(Metric.Kind.SUMMARY, metric, values))
                .serviceLevelObjectives(SIZES)
                .register(registry);
    }

    /**
     * A value that is asked for at every scrape, on the scraper's thread: the sum of all that were given under these
     * labels. It must answer at once.
     */
    public void gauge(Metric metric, DoubleSupplier value, String... values) {
        Series series = new Series(metric, tags(Metric.Kind.GAUGE, metric, values));
        gauges.computeIfAbsent(series, this::register).add(value);
    }

    private List<DoubleSupplier> register(Series series) {
        List<DoubleSupplier> all = new CopyOnWriteArrayList<>();
        Gauge.builder(series.metric().exported(), all, Metrics::sum)
                .description(series.metric().help())
                .tags(series.tags())
                .register(registry);
        return all;
    }

    private static double sum(List<DoubleSupplier> all) {
        return all.stream().mapToDouble(DoubleSupplier::getAsDouble).sum();
    }

    /** A gauge that is counted up and down by whoever knows of one more or one less. */
    public LongAdder level(Metric metric, String... values) {
        Series series = new Series(metric, tags(Metric.Kind.GAUGE, metric, values));
        return levels.computeIfAbsent(series, missing -> {
            LongAdder level = new LongAdder();
            gauge(metric, level::sum, values);
            return level;
        });
    }

    private static Tags tags(Metric.Kind kind, Metric metric, String... values) {
        if (metric.kind() != kind || metric.labels().size() != values.length) {
            throw new IllegalArgumentException(metric + " is no " + kind + " of " + values.length + " labels");
        }
        List<Tag> tags = new ArrayList<>();
        for (int index = 0; index < values.length; index++) {
            tags.add(Tag.of(metric.labels().get(index), values[index]));
        }
        return Tags.of(tags);
    }

    /** Everything in the format of this content type: Prometheus' text unless it names OpenMetrics. */
    public String scrape(String contentType) {
        return registry.scrape(contentType);
    }

    /** For what measures itself. */
    MeterRegistry registry() {
        return registry;
    }

    private static Duration[] millis(long... all) {
        return Arrays.stream(all).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
