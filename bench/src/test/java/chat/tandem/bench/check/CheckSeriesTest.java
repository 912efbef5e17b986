package chat.tandem.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.bench.check.history.History;
import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Rows;
import chat.tandem.bench.check.judge.Violation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckSeriesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void severalRunsAreAddedUp() {
        var series = new CheckSeries();
        series.add(run(7, Map.of("kill-gateway", 2L, "cut-clients", 1L), List.of()));
        series.add(run(8, Map.of("kill-gateway", 1L), List.of()));
        assertThat(series.right()).isTrue();
        assertThat(printed(series))
                .startsWith("ALL RIGHT: 2 runs, 0 violations, ")
                .contains("20 messages acknowledged, 4 matches, 6 reconnects, 8 rejoins")
                .contains("faults {cut-clients=1, kill-gateway=3}, ends {next=2}, refusals {conflict=2}, 10 excused");
    }

    @Test
    void theSeedsOfWrongRunsAreNamed() {
        var series = new CheckSeries();
        series.add(run(7, Map.of(), List.of(new Violation("a rule", "is broken", List.of(), "", 0))));
        series.add(run(8, Map.of(), List.of()));
        assertThat(series.right()).isFalse();
        assertThat(printed(series)).startsWith("NOT ALL RIGHT: 2 runs, 1 violations (with the seeds [7]), ");
    }

    @Test
    void aRunThatCouldNotBeCarriedThroughIsNotRight() {
        var series = new CheckSeries();
        series.add(run(7, Map.of(), List.of()));
        series.addFailure();
        assertThat(series.right()).isFalse();
        assertThat(printed(series)).startsWith("NOT ALL RIGHT: 1 runs, 0 violations, 1 could not run, ");
    }

    private static String printed(CheckSeries series) {
        var text = new StringWriter();
        series.print(new PrintWriter(text));
        return text.toString();
    }

    private static CheckResult run(long seed, Map<String, Long> faults, List<Violation> violations) {
        var settings = new CheckSettings(seed, SECOND, 2, 1, 1, 1, Set.of(), SECOND, SECOND.multipliedBy(2));
        var totals = new Totals(10, 2, 3, 4, faults, Map.of("next", 1), Map.of("conflict", 1));
        var evidence = new Evidence(List.of(), 0, SECOND, new Rows(List.of(), List.of()));
        return new CheckResult(settings, SECOND, totals, 5, violations, evidence, new History());
    }
}
