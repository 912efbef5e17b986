package chat.tandem.bench.check.judge.rule;

import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Findings;
import chat.tandem.bench.check.judge.Rows;
import chat.tandem.bench.check.judge.Rule;
import chat.tandem.bench.check.judge.Violation;
import java.time.Duration;
import java.util.List;

/**
 * Whoever comes while a conversation of theirs goes on is in it again, and gets what was missed; whoever comes back to one
 * that is over is told so. Together with {@link Ends} this is: everyone who came back in time was rejoined.
 */
public final class Returns implements Rule {
    private static final String REJOINED = "whoever comes back in time is in the conversation again";
    private static final String OVER = "a session names only a conversation that goes on";
    private static final String ANSWERED = "rejoined, or the reason of the end, follows the session at once";
    private static final long MARGIN_NANOS = Duration.ofMillis(100).toNanos();

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (var connection : evidence.connections().values()) {
            Entry greeted = null;
            for (int index = 0; index < connection.size(); index++) {
                var entry = connection.get(index);
                if (entry.what() instanceof What.Greeted) {
                    greeted = entry;
                } else if (entry.what() instanceof What.SessionBegan && greeted != null) {
                    checkSession(greeted, entry, evidence, findings);
                    checkFollows(greeted, entry, connection.subList(index + 1, connection.size()), findings);
                }
            }
        }
    }

    private static void checkSession(Entry greeted, Entry began, Evidence evidence, Findings findings) {
        var session = (What.SessionBegan) began.what();
        for (var row : evidence.conversations().values()) {
            if (row.has(session.user()) && !evidence.mayBeLost(row.id())) {
                checkAgainst(row, session, greeted, began, evidence, findings);
            }
        }
    }

    private static void checkAgainst(
            Rows.Conversation row,
            What.SessionBegan session,
            Entry greeted,
            Entry began,
            Evidence evidence,
            Findings findings) {
        var named = session.conversation().equals(row.id());
        var start = row.startedAt() == null ? Long.MAX_VALUE : evidence.at(row.startedAt());
        var end = row.endedAt() == null ? Long.MAX_VALUE : evidence.at(row.endedAt());
        if (!named && start < greeted.at() - MARGIN_NANOS && end > began.at() + MARGIN_NANOS) {
            findings.add(violation(REJOINED, session + " while this goes on: " + row, row.id(), began));
        }
        if (named && (start > began.at() + MARGIN_NANOS || end < greeted.at() - MARGIN_NANOS)) {
            findings.add(violation(OVER, session + ", yet " + row, row.id(), began));
        }
    }

    private static void checkFollows(Entry greeted, Entry began, List<Entry> rest, Findings findings) {
        var session = (What.SessionBegan) began.what();
        var resume = greeted.what().conversation();
        if (rest.stream().noneMatch(Returns::isWord)) {
            return; // the connection ended before a word came
        }
        if (session.state().equals("paired") && rest.stream().noneMatch(entry -> rejoins(entry, session))) {
            findings.add(violation(ANSWERED, session + ", and no rejoined", session.conversation(), began));
        }
        if (!resume.isEmpty()
                && !resume.equals(session.conversation())
                && rest.stream().noneMatch(entry -> ends(entry, resume))) {
            findings.add(violation(ANSWERED, session + ", and not a word of " + resume, resume, began));
        }
    }

    /** Whether it came from the gateway. */
    private static boolean isWord(Entry entry) {
        return switch (entry.what()) {
            case What.Answered ignored -> true;
            case What.Acked ignored -> true;
            case What.Matched ignored -> true;
            case What.Received ignored -> true;
            case What.Noticed noticed -> !noticed.event().equals("session-replaced");
            default -> false;
        };
    }

    private static boolean rejoins(Entry entry, What.SessionBegan session) {
        return entry.what() instanceof What.Rejoined rejoined
                && rejoined.conversation().equals(session.conversation());
    }

    private static boolean ends(Entry entry, String conversation) {
        return entry.what() instanceof What.Ended ended && ended.conversation().equals(conversation);
    }

    private static Violation violation(String rule, String what, String conversation, Entry entry) {
        return new Violation(rule, what, List.of(entry.visitor()), conversation, entry.at());
    }
}
