package chat.tandem.persistence.history;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;

/**
 * One message of a page.
 *
 * @param sequence its place in the conversation, from 1
 * @param json the message as in {@code receive-message}
 */
public record HistoryMessage(long sequence, Buffer json) {

    /** What {@link #of} needs of the table {@code messages}. */
    public static final String COLUMNS = "sequence, sender, id, type, body, url, sent_at";

    /** A stored one. */
    public static HistoryMessage of(UUID conversation, Row row) {
        JsonObject json = new JsonObject()
                .put("id", row.getUUID("id").toString())
                .put("conversationId", conversation.toString())
                .put("from", row.getUUID("sender").toString())
                .put("type", row.getString("type"));
        for (String content : List.of("body", "url")) {
            if (row.getString(content) != null) {
                json.put(content, row.getString(content));
            }
        }
        json.put("sequence", row.getLong("sequence"))
                .put("sentAt", row.getOffsetDateTime("sent_at").toInstant().toEpochMilli());
        return new HistoryMessage(row.getLong("sequence"), json.toBuffer());
    }
}
