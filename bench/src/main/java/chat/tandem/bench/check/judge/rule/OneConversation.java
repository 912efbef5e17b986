package chat.tandem.bench.check.judge.rule;

import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Findings;
import chat.tandem.bench.check.judge.Rows;
import chat.tandem.bench.check.judge.Rule;
import chat.tandem.bench.check.judge.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Nobody is in two conversations at once: not by the times of the database, and not by what a connection was told. */
public final class OneConversation implements Rule {
    private static final String STORED = "nobody is in two conversations at once";
    private static final String TOLD = "nothing of a conversation comes before its beginning or after its end";

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<String, List<Rows.Conversation>> byUser = new HashMap<>();
        for (var row : evidence.conversations().values()) {
            if (row.startedAt() != null && !evidence.mayBeLost(row.id())) {
                byUser.computeIfAbsent(row.a(), any -> new ArrayList<>()).add(row);
                byUser.computeIfAbsent(row.b(), any -> new ArrayList<>()).add(row);
            }
        }
        byUser.forEach((user, rows) -> checkTimes(user, rows, evidence, findings));
        evidence.connections().values().forEach(connection -> checkConnection(connection, findings));
    }

    private static void checkTimes(String user, List<Rows.Conversation> rows, Evidence evidence, Findings findings) {
        rows.sort(Comparator.comparingLong(OneConversation::startedAt));
        for (int index = 1; index < rows.size(); index++) {
            var before = rows.get(index - 1);
            var after = rows.get(index);
            if (before.endedAt() == null || before.endedAt() > startedAt(after)) {
                findings.add(new Violation(
                        STORED,
                        before + " and " + after,
                        List.of(evidence.visitor(user)),
                        after.id(),
                        evidence.at(startedAt(after))));
            }
        }
    }

    private static long startedAt(Rows.Conversation row) {
        return row.startedAt() == null ? 0 : row.startedAt();
    }

    private static void checkConnection(List<Entry> connection, Findings findings) {
        var current = "";
        var leaving = ""; // a `next` or `leave-conversation` was sent, and its effect is not known
        for (var entry : connection) {
            switch (entry.what()) {
                case What.Asked asked when Presence.leaves(asked.command()) -> leaving = asked.conversation();
                case What.Answered answered
                when Presence.leaves(answered.command()) && answered.error().isEmpty() ->
                    current = answered.conversation().equals(current) ? "" : current;
                case What.Matched matched -> {
                    if (!current.isEmpty() && !current.equals(leaving)) {
                        findings.add(violation("matched while in " + current + ": " + matched, entry));
                    }
                    current = matched.conversation();
                }
                case What.Rejoined rejoined -> current = rejoined.conversation();
                case What.Ended ended -> current = ended.conversation().equals(current) ? "" : current;
                case What.Received received
                when received.way() == What.Way.LIVE -> {
                    if (!received.conversation().equals(current)) {
                        findings.add(violation("in '" + current + "' came " + received, entry));
                    }
                }
                default -> {}
            }
        }
    }

    private static Violation violation(String what, Entry entry) {
        return new Violation(TOLD, what, List.of(entry.visitor()), entry.what().conversation(), entry.at());
    }
}
