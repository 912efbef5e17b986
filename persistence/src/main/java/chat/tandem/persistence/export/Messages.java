package chat.tandem.persistence.export;

import chat.tandem.persistence.conversations.OwnConversations;
import chat.tandem.persistence.history.HistoryMessage;
import chat.tandem.persistence.history.HistoryQuery;
import chat.tandem.persistence.history.HistoryQuery.Direction;
import chat.tandem.persistence.history.StoredMessages;
import chat.tandem.persistence.request.AnswerSize;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * Walks through the messages of all conversations of a person, one conversation after another and each from its beginning: so
 * each question touches one month, and nothing is sorted.
 */
final class Messages {
    private static final int CONVERSATIONS_AT_ONCE = 50;
    private static final int MOST = 500;

    /** Messages read at once: those of one statement are in memory together, however long they are. */
    private static final int ROWS_AT_ONCE = 100;

    /** Conversations looked into for one page: somebody may have thousands without a word. */
    private static final int MOST_CONVERSATIONS = 200;

    private final OwnConversations conversations;
    private final StoredMessages stored;

    Messages(OwnConversations conversations, StoredMessages stored) {
        this.conversations = conversations;
        this.stored = stored;
    }

    /** What was gathered so far, and where it goes on. */
    static final class Passage {
        final Buffer json = Buffer.buffer();
        private final UUID user;
        private final Deque<UUID> coming = new ArrayDeque<>();
        private UUID conversation;
        private long sequence;
        private boolean inside;
        private boolean begun;
        private boolean over;
        private final AnswerSize size = new AnswerSize();
        private boolean full;
        private int count;
        private int entered;

        Passage(UUID user, ExportCursor from) {
            this.user = user;
            this.conversation = from.conversation();
            this.sequence = from.sequence();
            this.inside = !from.conversation().equals(OwnConversations.FIRST);
            this.begun = from.begun();
        }

        /** Whether there is nothing behind it. */
        boolean over() {
            return over;
        }

        ExportCursor next(ExportCursor from) {
            return from.behind(conversation, inside ? sequence : Long.MAX_VALUE, begun);
        }

        private boolean full() {
            return full || count >= MOST || entered >= MOST_CONVERSATIONS;
        }

        private void enter(UUID next) {
            entered++;
            conversation = next;
            sequence = 0;
            inside = true;
        }

        private void add(List<HistoryMessage> messages, int asked) {
            for (HistoryMessage message : messages) {
                full |= !size.takes(lengthInText(message.json()));
                if (full()) {
                    return;
                }
                json.appendString(begun ? "," : "").appendBuffer(message.json());
                begun = true;
                sequence = message.sequence();
                count++;
            }
            inside = messages.size() == asked;
        }
    }

    /** The bytes of a piece of JSON as the text of a piece: quotes and backslashes are escaped once more. */
    private static int lengthInText(Buffer json) {
        int length = json.length();
        for (int i = 0; i < json.length(); i++) {
            byte at = json.getByte(i);
            if (at == '"' || at == '\\') {
                length++;
            }
        }
        return length;
    }

    /** Gathers a page. */
    Future<Passage> page(UUID user, ExportCursor from) {
        return fill(new Passage(user, from));
    }

    private Future<Passage> fill(Passage passage) {
        if (passage.over || passage.full()) {
            return Future.succeededFuture(passage);
        }
        if (passage.inside) {
            int room = Math.min(MOST - passage.count, ROWS_AT_ONCE);
            return stored.page(new HistoryQuery(passage.conversation, Direction.NEWER, passage.sequence, room), room)
                    .compose(messages -> {
                        passage.add(messages, room);
                        return fill(passage);
                    });
        }
        UUID next = passage.coming.poll();
        if (next != null) {
            passage.enter(next);
            return fill(passage);
        }
        return conversations
                .after(passage.user, passage.conversation, CONVERSATIONS_AT_ONCE)
                .compose(ids -> {
                    passage.coming.addAll(ids);
                    passage.over = ids.isEmpty();
                    return fill(passage);
                });
    }
}
