package chat.tandem.bench.check.judge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL holds of strangers at the end of a run. Ids as texts, times in milliseconds since 1970. */
public record Rows(List<Conversation> conversations, List<Message> messages) {
    /** Makes copies. */
    public Rows {
        conversations = List.copyOf(conversations);
        messages = List.copyOf(messages);
    }

    /**
     * A row of {@code conversations}.
     *
     * @param startedAt null while only its end is known
     * @param endedAt null, as the two after it, while it goes on
     */
    public record Conversation(
            String id,
            String a,
            String b,
            @Nullable Long startedAt,
            @Nullable Long endedAt,
            @Nullable String reason,
            @Nullable String endedBy) {

        /** Whether this user takes part. */
        public boolean has(String user) {
            return a.equals(user) || b.equals(user);
        }

        /** The other of the two. */
        public String partnerOf(String user) {
            return a.equals(user) ? b : a;
        }
    }

    /** A row of {@code messages}. */
    public record Message(String conversation, long sequence, String sender, String id, String body) {}
}
