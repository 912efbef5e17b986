package chat.tandem.bench.check;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** What several runs amount to together; of each only its totals are kept. */
public final class CheckSeries {
    private final List<Long> wrong = new ArrayList<>();
    private Totals totals = Totals.NONE;
    private int runs;
    private int excused;
    private int violations;

    /** Adds one more run. */
    public void add(CheckResult result) {
        runs++;
        totals = totals.plus(result.totals());
        excused += result.excused();
        violations += result.violations().size();
        if (!result.right()) {
            wrong.add(result.settings().seed());
        }
    }

    /** Whether every promise was kept in every run. */
    public boolean right() {
        return wrong.isEmpty();
    }

    /** Prints the totals, and the seeds of the runs in which a promise was broken. */
    public void print(PrintWriter out) {
        out.printf(
                "%s: %d runs, %d violations%s, %s, %d excused%n",
                right() ? "ALL RIGHT" : "NOT ALL RIGHT",
                runs,
                violations,
                right() ? "" : " (with the seeds " + wrong + ")",
                totals,
                excused);
        out.flush();
    }
}
