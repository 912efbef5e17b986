package chat.tandem.bench.check;

import chat.tandem.bench.check.history.History;
import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Story;
import chat.tandem.bench.check.judge.Violation;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a run of the checker found.
 *
 * @param excused acknowledged messages that an emptied Redis took, in conversations of which that was told
 */
public record CheckResult(
        CheckSettings settings,
        Duration duration,
        Totals totals,
        int excused,
        List<Violation> violations,
        Evidence evidence,
        History history) {
    private static final int STORIES = 3;

    /** Whether every promise was kept. */
    public boolean right() {
        return violations.isEmpty();
    }

    /** Prints the totals, and of each promise that was broken the first story. */
    public void print(PrintWriter out) {
        var told =
                violations.stream().collect(Collectors.toMap(Violation::rule, each -> each, (first, later) -> first));
        told.values().stream().limit(STORIES).forEach(violation -> tell(violation, out));
        if (!right()) {
            out.println();
            violations.stream()
                    .collect(Collectors.groupingBy(Violation::rule, Collectors.counting()))
                    .forEach((rule, count) -> out.println("BROKEN " + count + " times: " + rule));
        }
        out.printf(
                "%s: seed %d, %d s, %s, %d excused%n",
                right() ? "RIGHT" : "WRONG", settings.seed(), duration.toSeconds(), totals, excused);
        if (!right()) {
            out.println("again with: " + settings.command());
        }
        out.flush();
    }

    private void tell(Violation violation, PrintWriter out) {
        out.println();
        out.println("VIOLATION: " + violation.rule());
        out.println("  " + Story.shortened(violation.what()));
        Story.of(violation, evidence).forEach(line -> out.println("  | " + line));
    }
}
