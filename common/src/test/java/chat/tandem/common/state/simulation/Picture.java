package chat.tandem.common.state.simulation;

import chat.tandem.common.state.simulation.Look.Section;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The shard at one moment, as far as the rules look. */
record Picture(
        Map<String, Held> sessions,
        Map<String, Long> queue,
        Map<String, Long> away,
        Map<String, Long> gateways,
        Set<String> online,
        Map<String, Set<String>> on,
        Map<String, Counted> conversations,
        int interests) {

    static final Picture EMPTY = new Picture(Map.of(), Map.of(), Map.of(), Map.of(), Set.of(), Map.of(), Map.of(), 0);

    /** A session; what it has none of is empty. */
    record Held(
            String state,
            String connection,
            String gateway,
            String conversation,
            String partner,
            boolean announced,
            long since,
            int interests) {
        static final Held NOBODY = new Held("idle", "", "", "", "", false, 0, 0);

        boolean present() {
            return !connection.isEmpty();
        }

        boolean waiting() {
            return state.equals("waiting");
        }

        boolean paired() {
            return state.equals("paired");
        }
    }

    /** A conversation's counter, and how many messages its log holds. */
    record Counted(long sequence, long logged) {}

    static Picture of(Look look) {
        Map<String, Held> sessions = new TreeMap<>();
        look.rows(Section.SESSIONS).forEach(row -> sessions.put(row[0], held(row)));
        Map<String, Set<String>> on = new TreeMap<>();
        look.rows(Section.ON).forEach(row -> on.put(row[0], set(row, 1)));
        on.values().removeIf(Set::isEmpty);
        Map<String, Counted> conversations = new TreeMap<>();
        look.rows(Section.CONVERSATIONS)
                .forEach(row -> conversations.put(row[0], new Counted(Long.parseLong(row[1]), Long.parseLong(row[2]))));
        return new Picture(
                sessions,
                moments(look.rows(Section.QUEUE)),
                moments(look.rows(Section.AWAY)),
                moments(look.rows(Section.GATEWAYS)),
                set(look.rows(Section.ONLINE).getFirst(), 0),
                on,
                conversations,
                Integer.parseInt(look.rows(Section.INTERESTS).getFirst()[0]));
    }

    private static Held held(String[] parts) {
        return new Held(
                parts[1],
                parts[2],
                parts[3],
                parts[4],
                parts[5],
                !parts[6].isEmpty(),
                Long.parseLong(parts[7]),
                Integer.parseInt(parts[8]));
    }

    private static Set<String> set(String[] row, int from) {
        Set<String> set = new TreeSet<>(Arrays.asList(row).subList(from, row.length));
        set.remove("");
        return set;
    }

    private static Map<String, Long> moments(List<String[]> rows) {
        Map<String, Long> moments = new TreeMap<>();
        rows.forEach(row -> moments.put(row[0], (long) Double.parseDouble(row[1])));
        return moments;
    }

    /** After the only thing that a renewal does. */
    Picture renewed(String gateway, long until) {
        Map<String, Long> leases = new TreeMap<>(gateways);
        leases.put(gateway, until);
        return new Picture(sessions, queue, away, leases, online, on, conversations, interests);
    }

    /** The session of a user; an empty one where there is none. */
    Held of(String user) {
        return sessions.getOrDefault(user, Held.NOBODY);
    }
}
