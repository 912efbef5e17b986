package chat.tandem.common.state.simulation;

import static chat.tandem.common.state.simulation.Violation.unless;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Who parted of late: the last partners of everybody whose session lives, and when they may meet again. */
final class Recents {
    private final Map<String, Deque<Parted>> rows = new HashMap<>();

    private record Parted(String partner, long until) {}

    /** Sessions of others are no more, and nothing is remembered of them. */
    void keep(Collection<String> users) {
        rows.keySet().retainAll(users);
    }

    void part(long now, String one, String other) {
        add(now, one, other);
        add(now, other, one);
    }

    private void add(long now, String user, String partner) {
        Deque<Parted> row = rows.computeIfAbsent(user, any -> new ArrayDeque<>());
        row.removeIf(parted -> parted.partner.equals(partner) || parted.until <= now);
        row.add(new Parted(partner, now + Times.RECENT_PARTNER));
        if (row.size() > Times.RECENT_PARTNERS) {
            row.remove();
        }
    }

    /** Holds a match to it. */
    void meet(Step step, String one, String other) {
        boolean lastResort = step.call().argument(0).equals("1") && waited(step, one) && waited(step, other);
        unless(
                lastResort || !(avoids(step.now(), one, other) || avoids(step.now(), other, one)),
                Rule.NOT_AGAIN,
                () -> one + " meets " + other + " again: " + rows,
                one,
                other);
    }

    private static boolean waited(Step step, String user) {
        return step.now() - step.before().of(user).since() >= Times.LAST_RESORT;
    }

    private boolean avoids(long now, String user, String other) {
        return rows.getOrDefault(user, new ArrayDeque<>()).stream()
                .anyMatch(parted -> parted.partner.equals(other) && parted.until > now);
    }
}
