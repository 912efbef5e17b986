package chat.tandem.bench.check.judge.rule;

import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Findings;
import chat.tandem.bench.check.judge.Rule;
import chat.tandem.bench.check.judge.Violation;
import java.util.List;

/**
 * The rule that a page of {@code history}, at whatever moment it is asked for, has no hole, reaches up to its point or to
 * what the asker knew of, and says truly that there is nothing behind it.
 */
public final class Pages implements Rule {
    private static final String WHOLE = "a page of history has no hole";
    private static final String UP_TO_DATE = "a page of history reaches to its point, or to what the asker knew of";
    private static final String MORE = "a page of history says whether there is more";

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (var entry : evidence.entries()) {
            if (entry.what() instanceof What.Page page && !evidence.mayBeLost(page.conversation())) {
                check(page, entry, findings);
            }
        }
    }

    private static void check(What.Page page, Entry entry, Findings findings) {
        var sequences = page.sequences();
        for (int i = 1; i < sequences.size(); i++) {
            if (sequences.get(i) != sequences.get(i - 1) + 1) {
                violate(WHOLE, page, entry, findings);
                return;
            }
        }
        var forwards = page.after() >= 0;
        long first = sequences.isEmpty() ? 0 : sequences.getFirst();
        long last = sequences.isEmpty() ? 0 : sequences.getLast();
        if (forwards) {
            if (!sequences.isEmpty() && first != page.after() + 1) {
                violate(WHOLE, page, entry, findings);
            }
            if (!page.more() && Math.max(last, page.after()) < page.known()) {
                violate(UP_TO_DATE, page, entry, findings);
            }
        } else {
            long least = page.before() > 0 ? Math.min(page.before() - 1, page.known()) : page.known();
            if (last < least) {
                violate(UP_TO_DATE, page, entry, findings);
            }
            if (!page.more() && first > 1) {
                violate(MORE, page, entry, findings);
            }
        }
    }

    private static void violate(String rule, What.Page page, Entry entry, Findings findings) {
        findings.add(new Violation(rule, page.toString(), List.of(entry.visitor()), page.conversation(), entry.at()));
    }
}
