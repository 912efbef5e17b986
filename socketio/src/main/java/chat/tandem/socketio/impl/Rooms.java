package chat.tandem.socketio.impl;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who is in which room of one namespace. Safe to use from any thread. */
final class Rooms {
    private final Map<String, Set<Session>> members = new ConcurrentHashMap<>();

    void add(String room, Session session) {
        members.compute(room, (name, present) -> {
            Set<Session> set = present == null ? ConcurrentHashMap.newKeySet(2) : present;
            set.add(session);
            return set;
        });
    }

    void remove(String room, Session session) {
        members.computeIfPresent(room, (name, present) -> {
            present.remove(session);
            return present.isEmpty() ? null : present;
        });
    }

    Set<Session> in(String room) {
        return members.getOrDefault(room, Set.of());
    }
}
