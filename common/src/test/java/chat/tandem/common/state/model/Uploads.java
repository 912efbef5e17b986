package chat.tandem.common.state.model;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The uploads of a shard's users, and the limit on each user's. */
final class Uploads {
    private final Shard shard;
    /** By id, the fields of the record. */
    private final Map<String, Map<String, String>> records = new TreeMap<>();
    /** By user, while it is not full. */
    private final Map<String, Bucket> limits = new TreeMap<>();

    Uploads(Shard shard) {
        this.shard = shard;
    }

    Answer request(String user, String id) {
        Bucket limit = limits.getOrDefault(user, Bucket.FULL);
        long wait = limit.waitFor(shard.now, shard.rules.uploadInterval(), shard.rules.uploadBurst());
        if (wait > 0) {
            return Answer.limited(wait);
        }
        Bucket taken = limit.taken(shard.now, shard.rules.uploadInterval());
        limits.put(user, taken);
        shard.lives.exact("upload-limit:" + user, taken.fullAt());
        Map<String, String> fields = new TreeMap<>(Map.of("owner", user, "contentType", "image/png", "size", "7"));
        fields.put("sha256", "");
        fields.put("expiresAt", "1");
        records.put(id, fields);
        shard.lives.exact("upload:" + id, shard.now + Rules.UNCOMPLETED_LIFE);
        return Answer.ok();
    }

    Answer complete(String user, String id, String key) {
        Map<String, String> fields = records.get(id);
        if (fields == null || !user.equals(fields.get("owner"))) {
            return Answer.of("not-found");
        }
        if (!fields.containsKey("key")) {
            fields.put("key", key);
            fields.put("url", "\"" + key + "\"");
            shard.lives.exact("upload:" + id, shard.now + Rules.UNSENT_LIFE);
        }
        return Answer.ok(String.valueOf(fields.get("key")), String.valueOf(fields.get("url")));
    }

    /** Why an image may not be sent, or null. */
    @Nullable
    Answer notToBeSent(String user, String id) {
        Map<String, String> fields = records.get(id);
        if (fields == null || !user.equals(fields.get("owner"))) {
            return Answer.of("not-found");
        }
        return fields.containsKey("url") ? null : Answer.of("upload-rejected");
    }

    String url(String id) {
        return String.valueOf(records.getOrDefault(id, Map.of()).get("url"));
    }

    void show(BiConsumer<String, Object> keys) {
        records.forEach((id, fields) -> keys.accept("upload:" + id, Map.copyOf(fields)));
        limits.forEach((user, limit) -> keys.accept("upload-limit:" + user, String.valueOf(limit.fullAt())));
    }

    void forget(Predicate<String> over) {
        records.keySet().removeIf(id -> over.test("upload:" + id));
        limits.keySet().removeIf(user -> over.test("upload-limit:" + user));
    }
}
