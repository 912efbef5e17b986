package chat.tandem.common.state.simulation;

import io.vertx.redis.client.Response;
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

    static Picture of(Response look) {
        Map<String, Held> sessions = new TreeMap<>();
        look.get(0).forEach(one -> {
            String[] parts = one.toString().split("\\|", -1);
            sessions.put(parts[0], held(parts));
        });
        Map<String, Set<String>> on = new TreeMap<>();
        look.get(5).forEach(one -> on.put(text(one, 0), set(one.get(1))));
        on.values().removeIf(Set::isEmpty);
        Map<String, Counted> conversations = new TreeMap<>();
        look.get(6)
                .forEach(one -> conversations.put(
                        text(one, 0),
                        new Counted(one.get(1).toLong(), one.get(2).toLong())));
        return new Picture(
                sessions,
                moments(look.get(1)),
                moments(look.get(2)),
                moments(look.get(3)),
                set(look.get(4)),
                on,
                conversations,
                look.get(7).toInteger());
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

    private static String text(Response list, int index) {
        return list.get(index).toString();
    }

    private static Set<String> set(Response members) {
        Set<String> set = new TreeSet<>();
        members.forEach(member -> {
            if (!member.toString().isEmpty()) {
                set.add(member.toString());
            }
        });
        return set;
    }

    private static Map<String, Long> moments(Response flat) {
        Map<String, Long> moments = new TreeMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            moments.put(text(flat, i), flat.get(i + 1).toDouble().longValue());
        }
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
