package chat.tandem.bench.check.judge;

import java.util.ArrayList;
import java.util.List;

/** Collects violations; of each rule only so many, since one fault often breaks a promise a hundred times. */
public final class Findings {
    private static final int MOST_OF_A_RULE = 20;

    private final List<Violation> violations = new ArrayList<>();

    /** Adds one. */
    public void add(Violation violation) {
        var same = violations.stream()
                .filter(other -> other.rule().equals(violation.rule()))
                .count();
        if (same < MOST_OF_A_RULE) {
            violations.add(violation);
        }
    }

    /** All of them, in the order in which they were found. */
    public List<Violation> violations() {
        return List.copyOf(violations);
    }
}
