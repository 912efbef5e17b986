package chat.tandem.persistence.history;

import chat.tandem.persistence.request.BadFieldException;
import chat.tandem.persistence.request.RequestFields;
import java.util.UUID;

/**
 * Which page of which conversation is asked for.
 *
 * @param conversation the conversation
 * @param direction from the point on, or back from it
 * @param point the sequence next to the page, not in it; {@link Long#MAX_VALUE} for the newest page
 * @param limit messages at most, 1–100
 */
public record HistoryQuery(UUID conversation, Direction direction, long point, int limit) {

    /** Where the page lies from its point. */
    public enum Direction {
        /** The page before the point, nearest first. */
        OLDER,
        /** The page after the point, nearest first. */
        NEWER
    }

    /**
     * Reads the data of a {@code history} command.
     *
     * @throws BadFieldException naming the first field that cannot be used
     */
    public static HistoryQuery parse(RequestFields fields) {
        UUID conversation = fields.uuid("conversationId");
        Long before = fields.optionalWhole("before", 1, Long.MAX_VALUE);
        Long after = fields.optionalWhole("after", 0, Long.MAX_VALUE);
        int limit = fields.limit();
        if (before != null && after != null) {
            throw new BadFieldException("after");
        }
        if (after != null) {
            return new HistoryQuery(conversation, Direction.NEWER, after, limit);
        }
        return new HistoryQuery(conversation, Direction.OLDER, before == null ? Long.MAX_VALUE : before, limit);
    }

    /** Whether a sequence lies on the page's side of the point. */
    boolean covers(long sequence) {
        return direction == Direction.OLDER ? sequence < point : sequence > point;
    }
}
