package chat.tandem.persistence.conversations;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as one of its participants sees it in the list.
 *
 * @param partnerName the name that the partner said last, if any
 * @param endedAt null while it is not over
 * @param read up to which sequence the participant has read, 0 for nothing
 */
record ListedConversation(
        UUID id,
        UUID partner,
        @Nullable String partnerName,
        @Nullable OffsetDateTime endedAt,
        long read) {

    /**
     * What its messages tell.
     *
     * @param last as in {@code receive-message}; null where there is none
     * @param unread how many of the partner's messages lie above the read position
     */
    record Messages(@Nullable Buffer last, long unread) {
        static final Messages NONE = new Messages(null, 0);
    }

    /** The conversation as an element of {@code conversations}. */
    Buffer toJson(Messages messages) {
        JsonObject json = new JsonObject()
                .put("conversationId", id.toString())
                .put("kind", "stranger")
                .put("partnerId", partner.toString());
        if (partnerName != null) {
            json.put("partnerName", partnerName);
        }
        if (messages.last() != null) {
            json.put("lastMessage", new JsonObject(messages.last()));
        }
        json.put("unread", messages.unread());
        if (endedAt != null) {
            json.put("endedAt", endedAt.toInstant().toEpochMilli());
        }
        return json.toBuffer();
    }
}
