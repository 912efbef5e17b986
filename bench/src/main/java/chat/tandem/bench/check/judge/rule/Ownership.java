package chat.tandem.bench.check.judge.rule;

import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.judge.Evidence;
import chat.tandem.bench.check.judge.Findings;
import chat.tandem.bench.check.judge.Rule;
import chat.tandem.bench.check.judge.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One person, one session: the newest connection has it, and nothing that an older one asks afterwards takes effect. */
public final class Ownership implements Rule {
    private static final String LATE = "a replaced connection changes nothing";
    private static final String NEWEST = "a connection is replaced only by a newer one";

    private static final int SESSION_REPLACED = 4500;

    /** A connection's session: from when it was asked for and when it was there. */
    private record Session(int connection, long asked, long began) {}

    @Override
    public void check(Evidence evidence, Findings findings) {
        evidence.visitors().forEach((visitor, entries) -> {
            if (visitor != Entry.NOBODY) {
                checkVisitor(entries, findings);
            }
        });
    }

    private static void checkVisitor(List<Entry> entries, Findings findings) {
        var sessions = new ArrayList<Session>();
        Map<Integer, Long> asked = new HashMap<>();
        for (var entry : entries) {
            if (entry.what() instanceof What.Greeted) {
                asked.put(entry.connection(), entry.at());
            } else if (entry.what() instanceof What.SessionBegan) {
                sessions.add(new Session(
                        entry.connection(), asked.getOrDefault(entry.connection(), entry.at()), entry.at()));
            }
        }
        checkLate(entries, sessions, findings);
        checkReplaced(entries, asked, findings);
    }

    private static void checkLate(List<Entry> entries, List<Session> sessions, Findings findings) {
        var own = new HashMap<Integer, Session>();
        sessions.forEach(session -> own.put(session.connection(), session));
        Presence.deeds(entries)
                .filter(deed -> !(deed.done().what() instanceof What.SessionBegan))
                .forEach(deed -> {
                    var session = own.get(deed.done().connection());
                    for (var newer : sessions) {
                        if (session != null
                                && newer.connection() != session.connection()
                                && newer.asked() > session.began()
                                && newer.began() < deed.asked().at()) {
                            findings.add(violation(
                                    LATE,
                                    "connection " + newer.connection() + " held the session when this was asked: "
                                            + deed.asked() + ", and done: " + deed.done(),
                                    deed.done()));
                        }
                    }
                });
    }

    private static void checkReplaced(List<Entry> entries, Map<Integer, Long> asked, Findings findings) {
        for (var entry : entries) {
            if (isReplacement(entry.what())) {
                var mine = asked.getOrDefault(entry.connection(), Long.MAX_VALUE);
                var newer = asked.entrySet().stream()
                        .anyMatch(other -> other.getKey() != entry.connection() && other.getValue() > mine);
                if (!newer) {
                    findings.add(violation(NEWEST, "replaced, yet none said hello later: " + entry.what(), entry));
                }
            }
        }
    }

    private static boolean isReplacement(What what) {
        return switch (what) {
            case What.Noticed noticed -> noticed.event().equals("session-replaced");
            case What.Closed closed -> closed.code() == SESSION_REPLACED;
            default -> false;
        };
    }

    private static Violation violation(String rule, String what, Entry entry) {
        return new Violation(rule, what, List.of(entry.visitor()), entry.what().conversation(), entry.at());
    }
}
