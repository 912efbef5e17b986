package chat.tandem.gateway.session;

import chat.tandem.common.bus.InboxEntry;
import chat.tandem.common.state.Connected.Paired;
import java.util.HashMap;
import java.util.Map;

/**
 * The messages that {@code rejoined} told a client, and that may come out of the inbox once more: where the answer to a
 * verification was lost, the messages that came between it and its repetition are in both.
 */
final class RejoinedMessages {
    /** Of each message the hash of its bytes: whoever has the same sequence and other bytes is another message. */
    private final Map<Long, Integer> told = new HashMap<>();

    private final long first;
    private final long last;
    private final boolean truncated;

    private RejoinedMessages(long first, long last, boolean truncated) {
        this.first = first;
        this.last = last;
        this.truncated = truncated;
    }

    /** None of a conversation in which nothing was missed. */
    static RejoinedMessages none() {
        return new RejoinedMessages(0, 0, false);
    }

    /** Those that a conversation was rejoined with. */
    static RejoinedMessages of(Paired paired) {
        long first = paired.sequence() - paired.missed().size() + 1;
        var messages = new RejoinedMessages(first, paired.sequence(), paired.truncated());
        for (int i = 0; i < paired.missed().size(); i++) {
            messages.told.put(first + i, paired.missed().get(i).hashCode());
        }
        return messages;
    }

    /**
     * Whether an entry is one of these messages, or one of those that were left out for being older; each is recognised
     * once.
     */
    boolean take(InboxEntry.Event entry) {
        return (truncated && entry.sequence() < first)
                || told.remove(entry.sequence(), entry.data().hashCode());
    }

    /** Whether a message stands behind all of these: the inbox is in order, so none of these follows it. */
    boolean passedBy(long sequence) {
        return sequence > last;
    }
}
