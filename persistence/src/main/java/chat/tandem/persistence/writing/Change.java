package chat.tandem.persistence.writing;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one entry of {@code messages} changes in the database. Any of them may come twice, and before those that it
 * seems to need: the statements that store them make nothing of the order.
 */
sealed interface Change {

    /** The conversation that it is about. */
    UUID conversation();

    /** Two strangers were matched. Names are those that they had then. */
    record Started(
            UUID conversation,
            UUID a,
            UUID b,
            @Nullable String nameA,
            @Nullable String nameB,
            OffsetDateTime at) implements Change {}

    /** A message: {@code body} of a text, {@code url} of an image. */
    record Said(
            UUID conversation,
            UUID sender,
            UUID id,
            long sequence,
            OffsetDateTime at,
            String type,
            @Nullable String body,
            @Nullable String url)
            implements Change {}

    /** Somebody has read up to a sequence. */
    record HasRead(UUID conversation, UUID reader, long sequence, OffsetDateTime at) implements Change {}

    /** A conversation is over; {@code by} is who ended it, where somebody did. */
    record Ended(
            UUID conversation,
            UUID a,
            UUID b,
            OffsetDateTime at,
            String reason,
            @Nullable UUID by) implements Change {}
}
