package chat.tandem.persistence.export;

import chat.tandem.persistence.conversations.OwnConversations;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL has of a person beside the messages. */
public final class StoredPerson {
    private static final int EXTERNAL = 5;

    private static final String USER = "SELECT name, first_seen FROM users WHERE id = $1";

    /** A page of conversations: of a person, above an id, and how many. */
    public static final String CONVERSATIONS = """
            SELECT page.*, users.name, read.sequence AS read
            FROM (
              (SELECT id, b AS partner, started_at, ended_at, end_reason FROM conversations
               WHERE a = $1 AND id > $2 AND %1$s ORDER BY id LIMIT $3)
              UNION ALL
              (SELECT id, a AS partner, started_at, ended_at, end_reason FROM conversations
               WHERE b = $1 AND id > $2 AND %1$s ORDER BY id LIMIT $3)
              ORDER BY id LIMIT $3
            ) AS page
            LEFT JOIN users ON users.id = page.partner
            LEFT JOIN read_positions AS read ON read.conversation = page.id AND read.reader = $1
            ORDER BY page.id
            """.formatted(OwnConversations.SINCE_ERASURE);

    /** Those of conversations that are kept for moderation only are not listed: the conversation is gone for its people. */
    private static final String UPLOADS = """
            SELECT key, conversation, sent_at FROM uploads
            WHERE owner = $1 AND (key, conversation) > ($2, $3)
              AND EXISTS (SELECT FROM conversations WHERE conversations.id = uploads.conversation)
            ORDER BY key, conversation LIMIT $4
            """;

    private final Pool pool;
    private final long timeoutMs;

    /** Reads through the pool; what takes longer than the timeout fails. */
    public StoredPerson(Pool pool, Duration timeout) {
        this.pool = pool;
        this.timeoutMs = timeout.toMillis();
    }

    /**
     * A conversation or an image, as the export shows it.
     *
     * @param conversation its id, or that of the image's
     * @param key of the image, else empty
     */
    record Item(UUID conversation, String key, JsonObject json) {}

    /** Who it is: also of somebody who was never written. */
    Future<JsonObject> user(UUID user) {
        return run(USER, Tuple.of(user)).map(rows -> {
            JsonObject json = new JsonObject()
                    .put("userId", user.toString())
                    .put("kind", user.version() == EXTERNAL ? "external" : "guest");
            rows.forEach(row -> {
                putText(json, "name", row.getString("name"));
                putMoment(json, "firstSeen", row.getOffsetDateTime("first_seen"));
            });
            return json;
        });
    }

    /** At most so many conversations above an id, oldest first. */
    Future<List<Item>> conversations(UUID user, UUID last, int limit) {
        return run(CONVERSATIONS, Tuple.of(user, last, limit))
                .map(rows -> items(rows, row -> new Item(row.getUUID("id"), "", conversation(row))));
    }

    private static JsonObject conversation(Row row) {
        JsonObject json = new JsonObject()
                .put("conversationId", row.getUUID("id").toString())
                .put("kind", "stranger")
                .put("partnerId", row.getUUID("partner").toString());
        putText(json, "partnerName", row.getString("name"));
        putMoment(json, "startedAt", row.getOffsetDateTime("started_at"));
        putMoment(json, "endedAt", row.getOffsetDateTime("ended_at"));
        putText(json, "endReason", row.getString("end_reason"));
        if (row.getLong("read") != null) {
            json.put("read", row.getLong("read"));
        }
        return json;
    }

    /** At most so many images that the person sent, behind a key and a conversation, by key. */
    Future<List<Item>> uploads(UUID user, String key, UUID conversation, int limit) {
        return run(UPLOADS, Tuple.of(user, key, conversation, limit))
                .map(rows ->
                        items(rows, row -> new Item(row.getUUID("conversation"), row.getString("key"), upload(row))));
    }

    private static JsonObject upload(Row row) {
        JsonObject json = new JsonObject()
                .put("key", row.getString("key"))
                .put("conversationId", row.getUUID("conversation").toString());
        putMoment(json, "sentAt", row.getOffsetDateTime("sent_at"));
        return json;
    }

    private static void putText(JsonObject json, String name, @Nullable String text) {
        if (text != null) {
            json.put(name, text);
        }
    }

    private static void putMoment(JsonObject json, String name, @Nullable OffsetDateTime at) {
        if (at != null) {
            json.put(name, at.toInstant().toEpochMilli());
        }
    }

    private static List<Item> items(RowSet<Row> rows, Function<Row, Item> item) {
        List<Item> items = new ArrayList<>(rows.size());
        rows.forEach(row -> items.add(item.apply(row)));
        return items;
    }

    private Future<RowSet<Row>> run(String sql, Tuple arguments) {
        return pool.preparedQuery(sql).execute(arguments).timeout(timeoutMs, TimeUnit.MILLISECONDS);
    }
}
