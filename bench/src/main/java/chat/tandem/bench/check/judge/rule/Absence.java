package chat.tandem.bench.check.judge.rule;

import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Findings;
import chat.tandem.bench.check.judge.Rule;
import chat.tandem.bench.check.judge.Violation;
import java.util.List;
import java.util.Set;

/**
 * Whoever is said to be away does nothing until it is said that they are back. So it shows when a gateway that was taken for
 * dead wakes up and still acts for those whom it held.
 */
public final class Absence implements Rule {
    private static final String SILENT = "nothing comes from a partner who is said to be away";
    private static final String BACK = "when all is quiet, nobody is said to be away";
    private static final Set<String> OF_THE_PARTNER = Set.of("partner-typing", "message-read");
    private static final Set<String> COMMANDS = Set.of("left", "next");

    @Override
    public void check(Evidence evidence, Findings findings) {
        evidence.connections().values().forEach(connection -> checkConnection(connection, evidence, findings));
    }

    private static void checkConnection(List<Entry> connection, Evidence evidence, Findings findings) {
        var away = false;
        for (var entry : connection) {
            if (away && isDeed(entry, evidence)) {
                findings.add(violation(SILENT, entry));
            } else if (away && entry.what() instanceof What.Believes) {
                findings.add(violation(BACK, entry));
            }
            away = isAway(away, entry.what());
        }
    }

    private static boolean isAway(boolean before, What what) {
        return switch (what) {
            case What.Matched ignored -> false;
            case What.Ended ignored -> false;
            case What.Answered answered when answered.error().isEmpty() && Presence.leaves(answered.command()) -> false;
            case What.Rejoined rejoined -> !rejoined.partnerOnline();
            case What.Noticed noticed when noticed.event().equals("partner-disconnected") -> true;
            case What.Noticed noticed when noticed.event().equals("partner-reconnected") -> false;
            default -> before;
        };
    }

    private static boolean isDeed(Entry entry, Evidence evidence) {
        return switch (entry.what()) {
            case What.Received received -> received.way() == What.Way.LIVE;
            case What.Noticed noticed -> OF_THE_PARTNER.contains(noticed.event());
            case What.Ended ended -> COMMANDS.contains(ended.reason()) && !isOwn(ended, entry, evidence);
            default -> false;
        };
    }

    /** Whether it was ended by the one who is told, in another tab. */
    private static boolean isOwn(What.Ended ended, Entry entry, Evidence evidence) {
        var row = evidence.conversation(ended.conversation());
        return row == null || evidence.user(entry.visitor()).equals(row.endedBy());
    }

    private static Violation violation(String rule, Entry entry) {
        return new Violation(
                rule,
                entry.what().toString(),
                List.of(entry.visitor()),
                entry.what().conversation(),
                entry.at());
    }
}
