package chat.tandem.common.state.simulation;

import java.util.List;
import java.util.function.Supplier;

/** A rule that did not hold. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Rule rule;
    private final transient List<String> concerned;

    Violation(Rule rule, String what, String... concerned) {
        super(rule + "\n  " + what);
        this.rule = rule;
        this.concerned = List.of(concerned);
    }

    Rule rule() {
        return rule;
    }

    /** The names of users, gateways or conversations whose story tells it. */
    List<String> concerned() {
        return concerned;
    }

    static void unless(boolean holds, Rule rule, Supplier<String> what, String... concerned) {
        if (!holds) {
            throw new Violation(rule, what.get(), concerned);
        }
    }
}
