package chat.tandem.common.state;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session that was taken.
 *
 * @param state what its user is doing
 * @param since since when the user waits, in epoch milliseconds; 0 when not waiting
 * @param paired the conversation, where there is one
 * @param ended conversations whose end the client is to be told of, after {@code session}
 * @param online how many are online in this shard
 */
public record Connected(
        SessionState state, long since, @Nullable Paired paired, List<Ended> ended, long online) {

    /**
     * The conversation that goes on, or that has ended while it was in doubt.
     *
     * @param conversation its id
     * @param partner the partner's user id
     * @param partnerNameJson the partner's name as a JSON string, or null
     * @param partnerOnline false when the partner's absence was announced
     * @param sequence the highest sequence in it
     * @param missed what came after the sequence resumed from, oldest first, the newest 100 at most, each the data of
     *     {@code receive-message} as JSON
     * @param truncated whether older ones were left out
     */
    public record Paired(
            String conversation,
            String partner,
            @Nullable String partnerNameJson,
            boolean partnerOnline,
            long sequence,
            List<Buffer> missed,
            boolean truncated) {}

    /**
     * A conversation that is over.
     *
     * @param conversation its id
     * @param reason as in {@code conversation-ended}
     * @param until what came before the end, where the conversation was in doubt and there is anything that the client may not
     *     have; else null
     */
    public record Ended(
            String conversation, String reason, @Nullable Paired until) {
        /** One of which the client has seen what it can. */
        public Ended(String conversation, String reason) {
            this(conversation, reason, null);
        }
    }
}
