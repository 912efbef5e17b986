package chat.tandem.bench.check.judge.rule;

import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Findings;
import chat.tandem.bench.check.judge.Rows;
import chat.tandem.bench.check.judge.Rule;
import chat.tandem.bench.check.judge.Violation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When all is healed and quiet, everybody is where they believe to be, with whom they believe, and no two wait. */
public final class Settled implements Rule {
    private static final String QUIET = "everybody comes to rest";
    private static final String TRUE = "where a client believes to be is where it is";
    private static final String MUTUAL = "at the end, partners are in one conversation";
    private static final String WAITING = "nobody waits for ever beside another who waits";
    private static final String HISTORY = "history tells what is stored, each message once and in order";

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<Integer, Entry> beliefs = new HashMap<>();
        Map<Integer, Entry> truths = new HashMap<>();
        for (var entry : evidence.entries()) {
            switch (entry.what()) {
                case What.Broken broken -> findings.add(violation(QUIET, broken.what(), "", entry));
                case What.Believes ignored -> beliefs.put(entry.visitor(), entry);
                case What.SessionBegan ignored
                when beliefs.containsKey(entry.visitor()) -> truths.putIfAbsent(entry.visitor(), entry);
                default -> {}
            }
        }
        truths.forEach((visitor, truth) -> compare(beliefs.get(visitor), truth, findings));
        checkPairs(truths, evidence, findings);
        checkWaiting(beliefs, findings);
        checkHistory(evidence, findings);
    }

    private static void compare(@org.jspecify.annotations.Nullable Entry belief, Entry truth, Findings findings) {
        if (belief != null
                && belief.what() instanceof What.Believes believed
                && truth.what() instanceof What.SessionBegan session
                && !(believed.state().equals(session.state())
                        && believed.conversation().equals(session.conversation()))) {
            findings.add(violation(TRUE, believed + ", but " + session, believed.conversation(), truth));
        }
    }

    private static void checkPairs(Map<Integer, Entry> truths, Evidence evidence, Findings findings) {
        truths.values().forEach(truth -> {
            var session = (What.SessionBegan) truth.what();
            var row = evidence.conversation(session.conversation());
            if (row != null && row.has(session.user())) {
                var other = truths.get(evidence.visitor(row.partnerOf(session.user())));
                if (other == null || !other.what().conversation().equals(row.id())) {
                    var there = other == null ? "nowhere" : other.what().toString();
                    findings.add(violation(MUTUAL, session + ", the partner: " + there, row.id(), truth));
                }
            }
        });
    }

    private static void checkWaiting(Map<Integer, Entry> beliefs, Findings findings) {
        var waiting = beliefs.values().stream()
                .filter(entry -> entry.what() instanceof What.Believes believed
                        && believed.state().equals("waiting"))
                .toList();
        if (waiting.size() > 1) {
            var visitors = waiting.stream().map(Entry::visitor).toList();
            findings.add(new Violation(
                    WAITING,
                    visitors + " wait",
                    visitors,
                    "",
                    waiting.getFirst().at()));
        }
    }

    // ---- history ----

    /** What was read at the very end is what is stored; what was read earlier has been overtaken. */
    private static void checkHistory(Evidence evidence, Findings findings) {
        var reading = false;
        for (var entry : evidence.entries()) {
            switch (entry.what()) {
                case What.Phase phase -> reading |= phase.name().equals("reading");
                case What.ReadWhole whole -> {
                    if (reading) {
                        checkWhole(whole, entry, evidence, findings);
                    }
                }
                default -> {}
            }
        }
    }

    private static void checkWhole(What.ReadWhole whole, Entry entry, Evidence evidence, Findings findings) {
        var stored = evidence.messages(whole.conversation()).stream()
                .map(Rows.Message::sequence)
                .filter(sequence -> sequence > whole.after())
                .toList();
        if (!whole.sequences().equals(stored)) {
            findings.add(violation(
                    HISTORY, "read were " + whole.sequences() + ", stored are " + stored, whole.conversation(), entry));
        }
    }

    private static Violation violation(String rule, String what, String conversation, Entry entry) {
        return new Violation(rule, what, List.of(entry.visitor()), conversation, entry.at());
    }
}
