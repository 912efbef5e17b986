package chat.tandem.bench.attack;

import java.util.Set;
import java.util.TreeSet;

/**
 * One kind of flood, bounded in connections and in rate.
 *
 * @param name for the command line
 * @param what what a stranger does, in one line
 * @param attackers how many do so at once, each a virtual thread with a connection or a few
 * @param perSecond actions of all attackers together in a second; an action is a connection, a request, or some frames
 * @param expected how a gateway may treat them beside what is common to all floods, as in {@link
 *     chat.tandem.bench.raw.Outcomes}
 * @param script what each attacker does
 */
public record Flood(String name, String what, int attackers, int perSecond, Set<String> expected, Script script) {
    /** A limit, an overload, or the end of a connection may meet everybody who floods. */
    private static final Set<String> COMMON = Set.of(
            "HTTP 101",
            "HTTP 200",
            "HTTP 201",
            "HTTP 429",
            "HTTP 503",
            "error rate-limited",
            "error unavailable",
            "close 4001",
            "close 4002",
            "close 4005",
            "close 4502",
            "cut",
            "refused");

    /** Keeps what is expected as it is. */
    public Flood {
        expected = Set.copyOf(expected);
    }

    /** Whether a gateway may do so. */
    boolean allows(String outcome) {
        return COMMON.contains(outcome) || expected.contains(outcome);
    }

    /** Those of some outcomes that no gateway may have. */
    Set<String> unexpected(Set<String> outcomes) {
        var unexpected = new TreeSet<>(outcomes);
        unexpected.removeIf(this::allows);
        return unexpected;
    }
}
