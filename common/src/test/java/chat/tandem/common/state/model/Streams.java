package chat.tandem.common.state.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The streams of a shard by name, each entry as its fields. */
final class Streams {
    static final String MATCHER = "matcher";
    static final String MESSAGES = "messages";
    static final String EVENTS = "events";

    private final Map<String, List<Map<String, String>>> streams = new TreeMap<>();
    /** How many entries of each were compared already. */
    private final Map<String, Integer> compared = new TreeMap<>();

    static String inbox(String gateway) {
        return "inbox:" + gateway;
    }

    boolean exists(String name) {
        return streams.containsKey(name);
    }

    /** A stream's entries, oldest first; empty also where there is no stream. */
    List<Map<String, String>> of(String name) {
        return streams.getOrDefault(name, List.of());
    }

    /** Appends an entry of the fields named, with these values. */
    void append(String stream, String fields, Object... values) {
        String[] names = fields.split(" ", -1);
        Map<String, String> entry = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            entry.put(names[i], String.valueOf(values[i]));
        }
        streams.computeIfAbsent(stream, any -> new ArrayList<>()).add(entry);
    }

    /** Its reader has read and trimmed it. */
    void trim(String name) {
        streams.put(name, new ArrayList<>());
        compared.remove(name);
    }

    void remove(String name) {
        streams.remove(name);
        compared.remove(name);
    }

    /** All that do not belong to the bus alone. */
    void removeAllButTheBus() {
        streams.keySet().removeIf(name -> !name.equals(MESSAGES) && !name.equals(EVENTS));
        compared.keySet().retainAll(streams.keySet());
    }

    /** By name: how long a stream is, and then what came since it was last compared. */
    void show(BiConsumer<String, List<Object>> shown) {
        streams.forEach((name, entries) -> {
            List<Object> tail = new ArrayList<>(List.of(String.valueOf(entries.size())));
            tail.addAll(entries.subList(compared.getOrDefault(name, 0), entries.size()));
            shown.accept(name, tail);
        });
    }

    void areCompared() {
        streams.forEach((name, entries) -> compared.put(name, entries.size()));
    }
}
