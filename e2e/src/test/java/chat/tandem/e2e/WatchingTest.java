package chat.tandem.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.ops.Metric;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboard and the alert rules ask for nothing that is not measured. */
class WatchingTest {
    private static final Pattern GROUPED = Pattern.compile("by \\(([^)]*)\\)");
    private static final Pattern MATCHED = Pattern.compile("[{,]\\s*(\\w+)\\s*(?:=~|!=|!~|=)\\s*\"");

    /** Labels that Prometheus, the histograms and the virtual machine add. */
    private static final Set<String> OTHERS = Set.of("job", "instance", "le", "area");

    private static Stream<String> samplesOf(Metric metric) {
        String name = metric.exported();
        return switch (metric.kind()) {
            case COUNTER, GAUGE -> Stream.of(name);
            case TIMER, WAIT, SUMMARY ->
                Stream.of("_bucket", "_count", "_sum", "_max").map(name::concat);
        };
    }

    @Test
    void everyMetricThatIsAskedForIsInTheList() {
        Set<String> known = new TreeSet<>();
        Arrays.stream(Metric.values()).flatMap(WatchingTest::samplesOf).forEach(known::add);

        assertThat(Watching.samples())
                .filteredOn(name -> name.startsWith("tandem_"))
                .isNotEmpty()
                .isSubsetOf(known);
    }

    @Test
    void everyMetricIsOnTheDashboard() {
        Set<String> asked = Watching.samples();

        assertThat(Metric.values())
                .allSatisfy(metric ->
                        assertThat(samplesOf(metric)).as(metric.exported()).anyMatch(asked::contains));
    }

    @Test
    void everyLabelThatIsAskedForExists() {
        Set<String> known = new TreeSet<>(OTHERS);
        Arrays.stream(Metric.values()).forEach(metric -> known.addAll(metric.labels()));

        for (JsonNode file : new JsonNode[] {Watching.dashboard(), Watching.alerts()}) {
            for (String expression : file.findValuesAsText("expr")) {
                assertThat(labelsIn(expression)).as(expression).isSubsetOf(known);
            }
        }
    }

    private static Set<String> labelsIn(String expression) {
        Set<String> labels = new TreeSet<>();
        Matcher grouped = GROUPED.matcher(expression);
        while (grouped.find()) {
            labels.addAll(Arrays.asList(grouped.group(1).split("\\s*,\\s*")));
        }
        Matcher matched = MATCHED.matcher(expression);
        while (matched.find()) {
            labels.add(matched.group(1));
        }
        return labels;
    }

    @Test
    void everyPanelHasATitleAndANumberOfItsOwnAndADataSourceThatOneCanChoose() {
        Set<Integer> numbers = new TreeSet<>();
        for (JsonNode panel : Watching.dashboard().get("panels")) {
            assertThat(numbers.add(panel.get("id").asInt()))
                    .as(panel.toString())
                    .isTrue();
            assertThat(panel.get("title").asText()).isNotBlank();
            if (!panel.get("type").asText().equals("row")) {
                assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            }
        }
        assertThat(numbers).hasSizeGreaterThan(20);
    }

    @Test
    void everyAlertSaysWhatIsWrongAndWhatToDo() {
        for (JsonNode rule : Watching.alerts().at("/groups/0/rules")) {
            assertThat(rule.get("alert").asText()).startsWith("Tandem");
            assertThat(rule.at("/annotations/summary").asText())
                    .as(rule.toString())
                    .isNotBlank();
            assertThat(rule.at("/annotations/action").asText())
                    .as(rule.toString())
                    .endsWith(".");
            assertThat(rule.at("/labels/severity").asText()).isIn("page", "ticket");
        }
    }
}
