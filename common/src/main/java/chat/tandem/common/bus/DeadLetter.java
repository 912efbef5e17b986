package chat.tandem.common.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry that could never be done, and was put aside.
 *
 * @param id its id among the dead letters
 * @param address the stream that it was on
 * @param entry its id there
 * @param reason why, without a word of people
 * @param at when it was put aside, in epoch milliseconds of Redis
 * @param fields what the entry says, texts of people included
 */
public record DeadLetter(String id, String address, String entry, String reason, long at, Map<String, Buffer> fields) {

    /** The fields that `dead-letter` adds behind those of the entry, two elements each. */
    private static final int ADDED = 8;

    static DeadLetter of(Response idAndFields) {
        Response all = idAndFields.get(1);
        int own = Math.max(0, all.size() - ADDED);
        Map<String, Buffer> added = pairs(all, own, all.size());
        return new DeadLetter(
                idAndFields.get(0).toString(),
                text(added, "stream"),
                text(added, "entry"),
                text(added, "reason"),
                Long.parseLong("0" + text(added, "at")),
                pairs(all, 0, own));
    }

    /** A field of the entry as text, or null where it has none of that name. */
    public @Nullable String field(String name) {
        Buffer value = fields.get(name);
        return value == null ? null : value.toString();
    }

    private static String text(Map<String, Buffer> fields, String name) {
        Buffer value = fields.get(name);
        return value == null ? "" : value.toString();
    }

    private static Map<String, Buffer> pairs(Response list, int from, int to) {
        Map<String, Buffer> pairs = new LinkedHashMap<>();
        for (int i = from; i + 1 < to; i += 2) {
            pairs.put(list.get(i).toString(), list.get(i + 1).toBuffer());
        }
        return pairs;
    }
}
