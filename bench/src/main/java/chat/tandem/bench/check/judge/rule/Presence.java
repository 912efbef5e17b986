package chat.tandem.bench.check.judge.rule;

import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.judge.Evidence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** When a visitor surely held its session: between the sending and the answer of what only the holder may do. */
final class Presence {
    private static final Set<String> ANYBODYS = Set.of("ping", "history");

    /** A command that was carried out. */
    record Deed(Entry asked, Entry done) {}

    private Presence() {}

    /** All commands of the holder that were carried out, {@code hello} included. */
    static Stream<Deed> deeds(List<Entry> visitor) {
        Map<Object, Entry> asked = new HashMap<>();
        Stream.Builder<Deed> deeds = Stream.builder();
        for (var entry : visitor) {
            switch (entry.what()) {
                case What.Greeted ignored -> asked.put("hello/" + entry.connection(), entry);
                case What.Asked command -> asked.put(command.number(), entry);
                case What.Sent sent -> asked.putIfAbsent(sent.id() + "/" + entry.connection(), entry);
                case What.SessionBegan ignored -> add(deeds, asked.get("hello/" + entry.connection()), entry);
                case What.Acked acked -> add(deeds, asked.get(acked.id() + "/" + entry.connection()), entry);
                case What.Answered answered
                when answered.error().isEmpty() && !ANYBODYS.contains(answered.command()) ->
                    add(deeds, asked.get(answered.number()), entry);
                default -> {}
            }
        }
        return deeds.build();
    }

    /** Whether a command ends a conversation. */
    static boolean leaves(String command) {
        return command.equals("next") || command.equals("leave-conversation");
    }

    /** Whether a command that only the holder of the session may give was sent and carried out in this time. */
    static boolean wasThere(String user, long since, long until, Evidence evidence) {
        var entries = evidence.visitors().getOrDefault(evidence.visitor(user), List.of());
        return deeds(entries)
                .anyMatch(deed -> deed.asked().at() > since && deed.done().at() < until);
    }

    private static void add(Stream.Builder<Deed> deeds, @org.jspecify.annotations.Nullable Entry asked, Entry done) {
        if (asked != null) {
            deeds.add(new Deed(asked, done));
        }
    }
}
