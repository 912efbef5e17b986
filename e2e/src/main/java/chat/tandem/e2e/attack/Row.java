package chat.tandem.e2e.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What one flood did to people who chat.
 *
 * @param addresses how many the flood came from
 * @param quietP99 delivery of messages without any flood, 99th percentile in ms
 * @param besideSink what the people saw while the flood went to the sinks: a stage of {@code bench load}
 * @param besideGateways what they saw while it went to the gateways
 * @param atSink the flood at the sinks: a result of {@code bench flood}
 * @param atGateways the flood at the gateways
 * @param most memory while it went on
 * @param redisGrowth bytes beyond what the people's own messages took
 * @param logged characters that all services logged meanwhile
 * @param lives whether every process lives
 */
record Row(
        String flood,
        int addresses,
        double quietP99,
        JsonNode besideSink,
        JsonNode besideGateways,
        JsonNode atSink,
        JsonNode atGateways,
        Memory most,
        long redisGrowth,
        long logged,
        boolean lives) {
    private static final double MOST_TIMES_SLOWER = 5;

    /** A scheduler's slice: below it a factor says nothing. */
    private static final double LEAST_P99 = 5;

    private static final long MOST_REDIS = 10_000_000;

    static final String HEAD = """
            | flood | /s sink, gateway | p99 quiet, sink, flood (ms) | lost | cut | refused | heap, direct, resident (MB) | Redis (MB) | log (KB) | lives | met with |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """;

    /** The bounds that it broke; empty is right. */
    List<String> broken() {
        var broken = new ArrayList<String>();
        addIf(broken, !lives, "a process died or does not answer");
        addIf(broken, besideGateways.isMissingNode(), "nobody could chat");
        addIf(broken, lost() > 0, lost() + " messages lost");
        addIf(broken, cut() > 0, cut() + " disconnects");
        addIf(broken, refused() > 0, refused() + " messages refused");
        addIf(broken, !unexpected().isEmpty(), "unexpected: " + unexpected());
        if (addresses == 1) {
            double bound = MOST_TIMES_SLOWER * Math.max(LEAST_P99, deliveryP99(besideSink));
            addIf(broken, deliveryP99(besideGateways) > bound, "p99 above " + Math.round(bound) + " ms");
            addIf(broken, redisGrowth > MOST_REDIS, "Redis grew by more than 10 MB");
        }
        return broken;
    }

    private static void addIf(List<String> broken, boolean is, String what) {
        if (is) {
            broken.add(what);
        }
    }

    static double deliveryP99(JsonNode stage) {
        return stage.path("deliveryMillis").path("p99").asDouble();
    }

    private long lost() {
        return sum(besideGateways.path("wrong"), "lost") + sum(besideGateways.path("wrong"), "sequence missing");
    }

    private long cut() {
        return sum(besideGateways.path("wrong"), "closed with") + sum(besideGateways.path("wrong"), "event ");
    }

    private long refused() {
        return sum(besideGateways.path("refused"), "");
    }

    private static long sum(JsonNode counts, String prefix) {
        return counts.properties().stream()
                .filter(count -> count.getKey().startsWith(prefix))
                .mapToLong(count -> count.getValue().asLong())
                .sum();
    }

    private List<String> unexpected() {
        return StreamSupport.stream(atGateways.path("unexpected").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** As a line of a table in Markdown. */
    String line() {
        return String.format(
                Locale.ROOT,
                "| `%s` | %d, %d | %.1f, %.1f, %.1f | %d | %d | %d | %d, %d, %d | %.1f | %d | %s | %s |",
                flood,
                perSecond(atSink),
                perSecond(atGateways),
                quietP99,
                deliveryP99(besideSink),
                deliveryP99(besideGateways),
                lost(),
                cut(),
                refused(),
                most.heap() >> 20,
                most.direct() >> 20,
                most.resident() >> 20,
                Math.max(0, redisGrowth) / 1e6,
                logged >> 10,
                lives ? "yes" : "**no**",
                outcomes());
    }

    private static long perSecond(JsonNode result) {
        return result.path("actions").asLong()
                / Math.max(1, result.path("seconds").asLong());
    }

    private String outcomes() {
        return atGateways.path("outcomes").properties().stream()
                .map(outcome -> outcome.getValue().asLong() + " × " + outcome.getKey())
                .collect(Collectors.joining(", "));
    }
}
