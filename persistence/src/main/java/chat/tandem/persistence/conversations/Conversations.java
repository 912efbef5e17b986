package chat.tandem.persistence.conversations;

import chat.tandem.common.bus.ShardBus;
import chat.tandem.persistence.conversations.ListedConversation.Messages;
import chat.tandem.persistence.request.AnswerSize;
import chat.tandem.persistence.request.Concerning;
import chat.tandem.persistence.request.PendingWrites;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * Lists a person's conversations, newest first. The newest page misses nothing that was acknowledged before the question:
 * it waits until the writers of the person's shard, in which all of them take place, have stored what concerns the person.
 */
public final class Conversations {
    private final Vertx vertx;
    private final ShardBus bus;
    private final StoredConversations stored;

    /** Of the people of one shard. */
    public Conversations(Vertx vertx, ShardBus bus, StoredConversations stored) {
        this.vertx = vertx;
        this.bus = bus;
        this.stored = stored;
    }

    /**
     * A page.
     *
     * @param user who asks
     * @param query what is asked
     * @param patienceMs how long the answer may take
     * @return {@code {"conversations", "nextCursor"?}}; fails when a store is away, or with {@link TimeoutException} when
     *     the writers are too far behind
     */
    public Future<Buffer> page(UUID user, ConversationsQuery query, long patienceMs) {
        long giveUpAt = System.nanoTime() + patienceMs * 1_000_000;
        return query.newest()
                ? PendingWrites.of(bus).compose(pending -> newest(user, query, pending, giveUpAt))
                : stored.page(user, query, query.limit() + 1).compose(found -> answer(query, found));
    }

    /** PostgreSQL is asked before the wait too: if it is away, nobody needs to wait for that. */
    private Future<Buffer> newest(UUID user, ConversationsQuery query, PendingWrites pending, long giveUpAt) {
        Future<List<ListedConversation>> atOnce = stored.page(user, query, query.limit() + 1);
        Future<List<ListedConversation>> upToDate = pending.none()
                ? atOnce
                : atOnce.compose(reached -> pending.written(vertx, Concerning.person(user), giveUpAt))
                        .compose(written -> stored.page(user, query, query.limit() + 1));
        return upToDate.compose(found -> answer(query, found));
    }

    private Future<Buffer> answer(ConversationsQuery query, List<ListedConversation> found) {
        boolean further = found.size() > query.limit();
        List<ListedConversation> page = further ? found.subList(0, query.limit()) : found;
        return stored.messages(page).map(messages -> json(page, messages, further));
    }

    private static Buffer json(List<ListedConversation> page, Map<UUID, Messages> messages, boolean further) {
        Buffer json = Buffer.buffer(256 + page.size() * 512).appendString("{\"conversations\":[");
        AnswerSize size = new AnswerSize();
        int written = 0;
        for (ListedConversation conversation : page) {
            Buffer entry = conversation.toJson(messages.getOrDefault(conversation.id(), Messages.NONE));
            if (!size.takes(entry.length())) {
                break;
            }
            json.appendString(written++ == 0 ? "" : ",").appendBuffer(entry);
        }
        json.appendString("]");
        if (further || written < page.size()) {
            json.appendString(",\"nextCursor\":\"" + page.get(written - 1).id() + "\"");
        }
        return json.appendString("}");
    }
}
