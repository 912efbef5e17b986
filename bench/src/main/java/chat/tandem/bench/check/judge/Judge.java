package chat.tandem.bench.check.judge;

import chat.tandem.bench.check.judge.rule.Absence;
import chat.tandem.bench.check.judge.rule.Delivery;
import chat.tandem.bench.check.judge.rule.Ends;
import chat.tandem.bench.check.judge.rule.OneConversation;
import chat.tandem.bench.check.judge.rule.Order;
import chat.tandem.bench.check.judge.rule.Ownership;
import chat.tandem.bench.check.judge.rule.Pages;
import chat.tandem.bench.check.judge.rule.Partners;
import chat.tandem.bench.check.judge.rule.Queue;
import chat.tandem.bench.check.judge.rule.Returns;
import chat.tandem.bench.check.judge.rule.Settled;
import chat.tandem.bench.check.judge.rule.Storage;
import chat.tandem.bench.check.judge.rule.Told;
import java.util.List;

/** Holds the evidence of a run against every rule: a function of the evidence and of nothing else. */
public final class Judge {
    private static final List<Rule> RULES = List.of(
            new Storage(),
            new Order(),
            new Pages(),
            new Partners(),
            new OneConversation(),
            new Delivery(),
            new Ends(),
            new Told(),
            new Returns(),
            new Queue(),
            new Ownership(),
            new Absence(),
            new Settled());

    private Judge() {}

    /** All violations, the worst rules first; none is right. */
    public static List<Violation> judge(Evidence evidence) {
        var findings = new Findings();
        RULES.forEach(rule -> rule.check(evidence, findings));
        return findings.violations();
    }
}
