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
    private int failures;

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

    /** Adds one that could not be carried through, such as where the machine was too busy to start a process. */
    public void addFailure() {
        failures++;
    }

    /** Whether every run was carried through, and every promise kept in it. */
    public boolean right() {
        return wrong.isEmpty() && failures == 0;
    }

    /** Prints the totals, and the seeds of the runs in which a promise was broken. */
    public void print(PrintWriter out) {
        out.printf(
                "%s: %d runs, %d violations%s%s, %s, %d excused%n",
                right() ? "ALL RIGHT" : "NOT ALL RIGHT",
                runs,
                violations,
                wrong.isEmpty() ? "" : " (with the seeds " + wrong + ")",
                failures == 0 ? "" : ", " + failures + " could not run",
                totals,
                excused);
        out.flush();
    }
}
