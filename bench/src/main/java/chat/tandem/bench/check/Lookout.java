package chat.tandem.bench.check;

import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Judge;
import chat.tandem.bench.check.judge.Violation;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks, while a run goes on, whether one promise is broken. */
final class Lookout {
    private final String rule;
    private Set<String> before = Set.of();

    Lookout(String rule) {
        this.rule = rule;
    }

    /** Whether the last look saw the same: rows that belong together may come to the database one after the other. */
    boolean sees(Evidence evidence) {
        var now = among(Judge.judge(evidence)).stream().map(Violation::what).collect(Collectors.toSet());
        var certain = now.stream().anyMatch(before::contains);
        before = now;
        return certain;
    }

    /** The violations of the promise. */
    List<Violation> among(List<Violation> violations) {
        return violations.stream()
                .filter(violation -> violation.rule().equals(rule))
                .toList();
    }
}
