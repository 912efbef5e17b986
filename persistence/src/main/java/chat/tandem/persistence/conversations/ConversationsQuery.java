package chat.tandem.persistence.conversations;

import chat.tandem.persistence.request.BadFieldException;
import chat.tandem.persistence.request.RequestFields;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which page of somebody's conversations is asked for.
 *
 * @param before the conversation that the page follows; null for the newest page
 * @param limit conversations at most, 1–100
 */
public record ConversationsQuery(@Nullable UUID before, int limit) {
    private static final UUID ABOVE_ALL = new UUID(-1, -1);

    /**
     * Reads the data of a {@code conversations} command.
     *
     * @throws BadFieldException naming the first field that cannot be used
     */
    public static ConversationsQuery parse(RequestFields fields) {
        return new ConversationsQuery(fields.optionalUuid("before"), fields.limit());
    }

    /** Whether nothing newer is left out. */
    boolean newest() {
        return before == null;
    }

    /** An id above all of the page. */
    UUID bound() {
        return before == null ? ABOVE_ALL : before;
    }
}
