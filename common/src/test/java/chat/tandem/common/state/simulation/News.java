package chat.tandem.common.state.simulation;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a call appended.
 *
 * @param messages the entries for the database
 * @param hints users to look for partners for
 * @param inboxes how many entries each gateway's inbox holds now
 */
record News(List<Map<String, String>> messages, List<String> hints, Map<String, Integer> inboxes) {
    static final News NONE = new News(List.of(), List.of(), Map.of());

    static News of(Response look) {
        List<Map<String, String>> messages = entries(look.get(8));
        List<String> hints = entries(look.get(9)).stream()
                .map(entry -> entry.getOrDefault("user", ""))
                .toList();
        Map<String, Integer> inboxes = new HashMap<>();
        Response flat = look.get(10);
        for (int i = 0; i < flat.size(); i += 2) {
            inboxes.put(flat.get(i).toString(), flat.get(i + 1).toInteger());
        }
        return new News(messages, hints, inboxes);
    }

    /** The entries of a stream. */
    static List<Map<String, String>> entries(Response stream) {
        List<Map<String, String>> entries = new ArrayList<>(stream.size());
        stream.forEach(entry -> {
            Map<String, String> fields = new HashMap<>();
            Response flat = entry.get(1);
            for (int i = 0; i < flat.size(); i += 2) {
                fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
            }
            entries.add(fields);
        });
        return entries;
    }

    /** The id of a stream's last entry; the one before where there is none. */
    static String last(Response stream, String before) {
        return stream.size() == 0
                ? before
                : stream.get(stream.size() - 1).get(0).toString();
    }

    /** After a call that appended nothing. */
    News inboxesOnly() {
        return new News(List.of(), List.of(), inboxes);
    }
}
