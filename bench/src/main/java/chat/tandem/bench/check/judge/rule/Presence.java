package chat.tandem.bench.check.judge.rule;

import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
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

    private static void add(Stream.Builder<Deed> deeds, @org.jspecify.annotations.Nullable Entry asked, Entry done) {
        if (asked != null) {
            deeds.add(new Deed(asked, done));
        }
    }
}
