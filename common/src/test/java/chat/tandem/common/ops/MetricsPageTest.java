package chat.tandem.common.ops;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.ops.Metric.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of metrics in {@code docs/OPERATIONS.md} says what the code does, and the names are as Prometheus has them. */
class MetricsPageTest {

    private static final String LINE = "| `tandem_";

    private static String row(Metric metric) {
        String labels = metric.labels().stream().map(label -> "`" + label + "`").collect(joining(", "));
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(
                        metric.exported(),
                        metric.kind().type(),
                        metric.unit().isEmpty() ? "–" : metric.unit(),
                        labels.isEmpty() ? "–" : labels,
                        metric.help());
    }

    @Test
    void everyMetricIsInTheTableAndNothingElse() throws IOException {
        List<String> page = Files.readAllLines(Path.of("../docs/OPERATIONS.md")).stream()
                .filter(line -> line.startsWith(LINE))
                .toList();

        assertThat(page)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Metric.values()).map(MetricsPageTest::row).toList());
    }

    @Test
    void namesAndUnitsFollowTheConventionsOfPrometheus() {
        for (Metric metric : Metric.values()) {
            assertThat(metric.exported())
                    .matches("tandem_[a-z]+(_[a-z]+)*")
                    .doesNotMatch(".*_(ms|millis|minutes|milliseconds)(_.*)?");
            assertThat(metric.exported().endsWith("_total"))
                    .as("%s: a counter, and only a counter, ends in _total", metric)
                    .isEqualTo(metric.kind() == Kind.COUNTER);
            assertThat(metric.help()).as(metric.exported()).endsWith(".");
            assertThat(metric.labels())
                    .as(metric.exported())
                    .doesNotContain("user", "conversation", "connection", "path");
        }
    }

    @Test
    void everyMetricIsExportedUnderItsName() {
        Metrics metrics = new Metrics();
        for (Metric metric : Metric.values()) {
            String[] values = metric.labels().toArray(String[]::new);
            switch (metric.kind()) {
                case COUNTER -> metrics.counter(metric, values).increment();
                case GAUGE -> metrics.gauge(metric, () -> 1, values);
                case TIMER, WAIT -> metrics.timer(metric, values).record(Duration.ofMillis(1));
                case SUMMARY -> metrics.summary(metric, values).record(1);
            }
        }

        String scraped = metrics.scrape(Exposition.TEXT);

        for (Metric metric : Metric.values()) {
            assertThat(scraped)
                    .contains(
                            "# TYPE " + metric.exported() + " " + metric.kind().type() + "\n")
                    .contains("# HELP " + metric.exported() + " ");
        }
    }
}
