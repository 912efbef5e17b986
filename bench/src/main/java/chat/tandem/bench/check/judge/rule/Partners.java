package chat.tandem.bench.check.judge.rule;

import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.history.What.Way;
import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Findings;
import chat.tandem.bench.check.judge.Rule;
import chat.tandem.bench.check.judge.Violation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A conversation is between the same two people for both of them and for the database, and nobody else is heard in it. */
public final class Partners implements Rule {
    private static final String SELF = "nobody is matched with themselves";
    private static final String SYMMETRIC = "two people are each other's partners, as the database says";
    private static final String KNOWN = "the database knows every conversation";
    private static final String MEANT = "what comes was said in this conversation, by the one whose name it has";
    private static final String STRANGER = "messages come from the partner alone";

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<String, String> pairs = new HashMap<>();
        evidence.conversations().forEach((id, row) -> pairs.put(id, pair(row.a(), row.b())));
        Map<String, Entry> said = new HashMap<>();
        for (var entry : evidence.entries()) {
            switch (entry.what()) {
                case What.Matched matched ->
                    checkPair(matched.conversation(), matched.partner(), entry, pairs, evidence, findings);
                case What.Rejoined rejoined ->
                    checkPair(rejoined.conversation(), rejoined.partner(), entry, pairs, evidence, findings);
                case What.Sent sent -> said.putIfAbsent(sent.id(), entry);
                case What.Received received -> {
                    checkSender(received, entry, pairs, evidence, findings);
                    checkMeant(received, entry, said.get(received.id()), evidence, findings);
                }
                default -> {}
            }
        }
    }

    private static String pair(String one, String other) {
        return one.compareTo(other) < 0 ? one + " " + other : other + " " + one;
    }

    private static void checkPair(
            String conversation,
            String partner,
            Entry entry,
            Map<String, String> pairs,
            Evidence evidence,
            Findings findings) {
        var user = evidence.user(entry.visitor());
        if (user.equals(partner)) {
            findings.add(violation(SELF, entry.what().toString(), entry));
        }
        if (evidence.conversation(conversation) == null && !evidence.mayBeLost(conversation)) {
            findings.add(violation(KNOWN, entry.what() + " is not stored", entry));
        }
        var before = pairs.putIfAbsent(conversation, pair(user, partner));
        if (before != null && !before.equals(pair(user, partner))) {
            findings.add(violation(SYMMETRIC, "for " + user + " it is " + entry.what() + ", else " + before, entry));
        }
    }

    private static void checkSender(
            What.Received received, Entry entry, Map<String, String> pairs, Evidence evidence, Findings findings) {
        var user = evidence.user(entry.visitor());
        var pair = pairs.getOrDefault(received.conversation(), "");
        var own = received.from().equals(user);
        if (own ? received.way() == Way.LIVE : !pair.equals(pair(user, received.from()))) {
            findings.add(violation(STRANGER, user + " received " + received + " in that of " + pair, entry));
        }
    }

    /** An old id that is tried again reaches nobody but the one to whom it was said. */
    private static void checkMeant(
            What.Received received, Entry entry, @Nullable Entry said, Evidence evidence, Findings findings) {
        var meant = said != null
                && said.what().conversation().equals(received.conversation())
                && evidence.user(said.visitor()).equals(received.from());
        if (!meant) {
            findings.add(violation(MEANT, entry.what() + ", said was " + (said == null ? "nothing" : said), entry));
        }
    }

    private static Violation violation(String rule, String what, Entry entry) {
        return new Violation(rule, what, List.of(entry.visitor()), entry.what().conversation(), entry.at());
    }
}
