package chat.tandem.common.state.simulation;

import chat.tandem.common.state.simulation.Look.Section;
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

    static News of(Look look) {
        List<Map<String, String>> messages =
                look.rows(Section.MESSAGES).stream().map(News::fields).toList();
        List<String> hints = look.rows(Section.HINTS).stream()
                .map(row -> fields(row).getOrDefault("user", ""))
                .toList();
        Map<String, Integer> inboxes = new HashMap<>();
        look.rows(Section.INBOXES).forEach(row -> inboxes.put(row[0], Integer.parseInt(row[1])));
        return new News(messages, hints, inboxes);
    }

    /** Behind the id. */
    private static Map<String, String> fields(String[] row) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 1; i < row.length; i += 2) {
            fields.put(row[i], row[i + 1]);
        }
        return fields;
    }

    /** The id of the last entry that was looked at; the one before where there is none. */
    static String last(List<String[]> rows, String before) {
        return rows.isEmpty() ? before : rows.getLast()[0];
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
