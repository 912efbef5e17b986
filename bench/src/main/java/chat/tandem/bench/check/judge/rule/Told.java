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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people are told of an end is what happened. {@code state-lost} means that Redis has lost the conversation, and
 * nothing else; {@code expired} may also mean that the reason is no longer known, but only to who comes back to one that
 * was not the last.
 */
public final class Told implements Rule {
    private static final String TOLD = "what is told of an end is what happened";
    private static final String LOST = "state-lost is told only where Redis has lost the conversation";
    private static final long MARGIN_NANOS = Duration.ofMillis(100).toNanos();

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (var connection : evidence.connections().values()) {
            var current = "";
            for (var entry : connection) {
                switch (entry.what()) {
                    case What.Matched matched -> current = matched.conversation();
                    case What.Rejoined rejoined -> current = rejoined.conversation();
                    case What.Ended ended -> {
                        var live = ended.conversation().equals(current);
                        if (ended.reason().equals("state-lost")) {
                            checkLost(ended, entry, evidence, findings);
                        } else if (!happened(ended, entry, live, evidence)) {
                            findings.add(violation(TOLD, ended, entry, evidence));
                        }
                    }
                    default -> {}
                }
            }
        }
    }

    private static void checkLost(What.Ended ended, Entry entry, Evidence evidence, Findings findings) {
        if (!evidence.lostBefore(ended.conversation(), entry.at())) {
            findings.add(violation(LOST, ended, entry, evidence));
        }
    }

    private static boolean happened(What.Ended ended, Entry entry, boolean live, Evidence evidence) {
        var row = evidence.conversation(ended.conversation());
        if (row == null || row.endedAt() == null) {
            return evidence.mayBeLost(ended.conversation()) && mayHaveHappened(ended, entry, live, row, evidence);
        }
        var isOver = evidence.at(row.endedAt()) <= entry.at() + MARGIN_NANOS;
        var forgotten = !live && ended.reason().equals("expired") && forgotten(row, entry, evidence);
        return isOver && (ended.reason().equals(row.reason()) || forgotten);
    }

    /** Only the last conversation of a user is remembered, and nothing over an emptied Redis. */
    private static boolean forgotten(Rows.Conversation row, Entry entry, Evidence evidence) {
        var user = evidence.user(entry.visitor());
        var later = evidence.conversations().values().stream()
                .anyMatch(other ->
                        other.has(user) && other.id().compareTo(row.id()) > 0); // a UUIDv7 begins with its time
        return later || evidence.lostBefore(row.id(), entry.at());
    }

    /** Of an end that the database does not know, since an emptied Redis took it on its way there. */
    private static boolean mayHaveHappened(
            What.Ended ended, Entry entry, boolean live, Rows.@Nullable Conversation row, Evidence evidence) {
        return switch (ended.reason()) {
            case "left" -> wasAsked("leave-conversation", ended, entry, evidence);
            case "next" -> wasAsked("next", ended, entry, evidence);
            case "expired" ->
                (!live && evidence.lostBefore(ended.conversation(), entry.at()))
                        || row == null
                        || wasAway(row, entry, evidence);
            default -> false;
        };
    }

    private static boolean wasAsked(String command, What.Ended ended, Entry entry, Evidence evidence) {
        return evidence.entries().stream()
                .takeWhile(earlier -> earlier.at() <= entry.at())
                .anyMatch(earlier -> earlier.what() instanceof What.Asked asked
                        && asked.command().equals(command)
                        && asked.conversation().equals(ended.conversation()));
    }

    private static boolean wasAway(Rows.Conversation row, Entry entry, Evidence evidence) {
        var until = evidence.lastEmptied(entry.at());
        var since = until - evidence.grace().toNanos() + MARGIN_NANOS;
        return !Stream.of(row.a(), row.b()).allMatch(user -> Presence.wasThere(user, since, until, evidence));
    }

    private static Violation violation(String rule, What.Ended ended, Entry entry, Evidence evidence) {
        return new Violation(
                rule,
                "told was " + ended.reason() + ", stored is " + evidence.conversation(ended.conversation()),
                List.of(entry.visitor()),
                ended.conversation(),
                entry.at());
    }
}
