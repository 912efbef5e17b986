package chat.tandem.persistence.history;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which page of which conversation is asked for.
 *
 * @param conversation the conversation
 * @param direction from the point on, or back from it
 * @param point the sequence next to the page, not in it; {@link Long#MAX_VALUE} for the newest page
 * @param limit messages at most, 1–100
 */
record HistoryQuery(UUID conversation, Direction direction, long point, int limit) {

    static final int MOST = 100;
    static final int USUAL = 50;

    /** Where the page lies from its point. */
    enum Direction {
        /** The page before the point, nearest first. */
        OLDER,
        /** The page after the point, nearest first. */
        NEWER
    }

    /** A field that cannot be used, by its name. */
    static final class BadFieldException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadFieldException(String field) {
            super(field, null, false, false);
        }

        String field() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Reads the data of a {@code history} command.
     *
     * @throws BadFieldException naming the first field that cannot be used
     */
    static HistoryQuery parse(JsonObject data) {
        UUID conversation = uuid(data, "conversationId");
        Long before = whole(data, "before", 1, Long.MAX_VALUE);
        Long after = whole(data, "after", 0, Long.MAX_VALUE);
        Long limit = whole(data, "limit", 1, MOST);
        if (before != null && after != null) {
            throw new BadFieldException("after");
        }
        int size = limit == null ? USUAL : limit.intValue();
        if (after != null) {
            return new HistoryQuery(conversation, Direction.NEWER, after, size);
        }
        return new HistoryQuery(conversation, Direction.OLDER, before == null ? Long.MAX_VALUE : before, size);
    }

    /** Whether a sequence lies on the page's side of the point. */
    boolean covers(long sequence) {
        return direction == Direction.OLDER ? sequence < point : sequence > point;
    }

    private static UUID uuid(JsonObject data, String field) {
        if (data.getValue(field) instanceof String text && text.length() == 36) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException malformed) {
                throw new BadFieldException(field);
            }
        }
        throw new BadFieldException(field);
    }

    private static @Nullable Long whole(JsonObject data, String field, long least, long most) {
        Object value = data.getValue(field);
        if (value == null) {
            return null;
        }
        boolean integral = value instanceof Integer || value instanceof Long;
        if (!integral || ((Number) value).longValue() < least || ((Number) value).longValue() > most) {
            throw new BadFieldException(field);
        }
        return ((Number) value).longValue();
    }
}
