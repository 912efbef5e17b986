package chat.tandem.persistence.export;

import chat.tandem.common.bus.ShardBus;
import chat.tandem.persistence.conversations.OwnConversations;
import chat.tandem.persistence.export.ExportCursor.Part;
import chat.tandem.persistence.export.StoredPerson.Item;
import chat.tandem.persistence.history.StoredMessages;
import chat.tandem.persistence.request.Concerning;
import chat.tandem.persistence.request.PendingWrites;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a person as one JSON document, a piece at a time: put together, the pieces are the document. It has what was
 * acknowledged before the first piece was asked for: that one waits until the writers have stored what concerns the person. What comes
 * later may be in it. Nothing is kept here between two pieces.
 */
public final class Export {
    private static final int AT_ONCE = 500;

    private final Vertx vertx;
    private final ShardBus bus;
    private final StoredPerson person;
    private final Messages messages;

    /**
     * Of the people of one shard.
     *
     * @param pool for statements that are planned for their parameters
     * @param timeout of one statement
     */
    public Export(Vertx vertx, ShardBus bus, Pool pool, Duration timeout) {
        this.vertx = vertx;
        this.bus = bus;
        this.person = new StoredPerson(pool, timeout);
        this.messages = new Messages(new OwnConversations(pool, timeout), new StoredMessages(pool, timeout));
    }

    /**
     * A piece.
     *
     * @param user who asks
     * @param cursor the {@code next} of the piece before; null for the first one
     * @param patienceMs how long the answer may take
     * @return {@code {"chunk", "next"?}}; fails when a store is away, or with {@link TimeoutException} when the writers are
     *     too far behind
     */
    public Future<Buffer> page(UUID user, @Nullable String cursor, long patienceMs) {
        ExportCursor from = ExportCursor.parse(cursor);
        return switch (from.part()) {
            case USER -> {
                long giveUpAt = System.nanoTime() + patienceMs * 1_000_000;
                yield PendingWrites.of(bus)
                        .compose(pending -> pending.written(vertx, Concerning.person(user), giveUpAt))
                        .compose(written -> person.user(user))
                        .map(who -> piece(
                                "{\"user\":" + who.encode() + ",\"conversations\":[",
                                ExportCursor.at(Part.CONVERSATIONS)));
            }
            case CONVERSATIONS ->
                person.conversations(user, from.conversation(), AT_ONCE)
                        .map(items -> items.size() < AT_ONCE
                                ? piece(list(from, items) + "],\"messages\":[", ExportCursor.at(Part.MESSAGES))
                                : piece(
                                        list(from, items),
                                        from.behind(items.getLast().conversation())));
            case MESSAGES ->
                messages.page(user, from)
                        .map(passage -> passage.over()
                                ? piece(passage.json + "],\"uploads\":[", ExportCursor.at(Part.UPLOADS))
                                : piece(passage.json.toString(), passage.next(from)));
            case UPLOADS ->
                person.uploads(user, from.key(), from.conversation(), AT_ONCE)
                        .map(items -> items.size() < AT_ONCE
                                ? piece(list(from, items) + "]}", null)
                                : piece(
                                        list(from, items),
                                        from.behind(
                                                items.getLast().key(),
                                                items.getLast().conversation())));
        };
    }

    private static String list(ExportCursor from, List<Item> items) {
        StringBuilder json = new StringBuilder();
        String separator = from.begun() ? "," : "";
        for (Item item : items) {
            json.append(separator).append(item.json().encode());
            separator = ",";
        }
        return json.toString();
    }

    private static Buffer piece(String chunk, @Nullable ExportCursor next) {
        JsonObject json = new JsonObject().put("chunk", chunk);
        if (next != null) {
            json.put("next", next.text());
        }
        return json.toBuffer();
    }
}
