package chat.tandem.bench.check.judge.rule;

import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Findings;
import chat.tandem.bench.check.judge.Rows;
import chat.tandem.bench.check.judge.Rule;
import chat.tandem.bench.check.judge.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A conversation ends because somebody ended it, or was away for too long. */
public final class Ends implements Rule {
    private static final String CAUSE = "a conversation ends by the command of the one who ended it";
    private static final String EXPIRED = "a conversation expires only when somebody was away for the whole grace";
    private static final long MARGIN_NANOS = Duration.ofMillis(100).toNanos();

    @Override
    public void check(Evidence evidence, Findings findings) {
        for (var row : evidence.conversations().values()) {
            if (row.endedAt() != null && row.reason() != null) {
                checkEnd(row, row.reason(), evidence.at(row.endedAt()), evidence, findings);
            }
        }
    }

    private static void checkEnd(Rows.Conversation row, String reason, long at, Evidence evidence, Findings findings) {
        switch (reason) {
            case "left" -> checkCause(row, "leave-conversation", at, evidence, findings);
            case "next" -> checkCause(row, "next", at, evidence, findings);
            case "expired" -> checkAbsence(row, at, evidence, findings);
            default -> {}
        }
    }

    private static void checkCause(
            Rows.Conversation row, String command, long at, Evidence evidence, Findings findings) {
        var by = evidence.visitor(Objects.requireNonNullElse(row.endedBy(), ""));
        var asked = evidence.visitors().getOrDefault(by, List.of()).stream()
                .filter(entry -> entry.at() <= at + MARGIN_NANOS)
                .anyMatch(entry -> entry.what() instanceof What.Asked that
                        && that.command().equals(command)
                        && that.conversation().equals(row.id()));
        if (!asked) {
            findings.add(violation(CAUSE, row + ", but nobody asked for it", row, at, evidence));
        }
    }

    private static void checkAbsence(Rows.Conversation row, long at, Evidence evidence, Findings findings) {
        var since = at - evidence.grace().toNanos() + MARGIN_NANOS;
        if (Stream.of(row.a(), row.b()).allMatch(user -> Presence.wasThere(user, since, at, evidence))) {
            findings.add(violation(EXPIRED, row + ", but both were there since", row, at, evidence));
        }
    }

    private static Violation violation(String rule, String what, Rows.Conversation row, long at, Evidence evidence) {
        return new Violation(rule, what, List.of(evidence.visitor(row.a()), evidence.visitor(row.b())), row.id(), at);
    }
}
