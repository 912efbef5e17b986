package chat.tandem.common.state;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A message to be sent.
 *
 * @param conversation the conversation's id
 * @param id the sender's own id of the message
 * @param upload the upload whose image it is; null for text
 * @param prefix the data of {@code receive-message} as JSON without {@code url} (of an image), {@code sequence},
 *     {@code sentAt} and the closing brace, which the script appends
 * @param highest the highest sequence of the conversation that the gateway has seen
 */
public record SendRequest(
        String conversation, String id, @Nullable String upload, Buffer prefix, long highest) {

    /** A message of words; they stand in the prefix. */
    public static SendRequest text(String conversation, String id, Buffer prefix, long highest) {
        return new SendRequest(conversation, id, null, prefix, highest);
    }

    /**
     * A message that is an image. Refused as {@code NOT_FOUND} where there is no such upload of the sender's, and as
     * {@code UPLOAD_REJECTED} where it is not completed.
     */
    public static SendRequest image(String conversation, String id, String upload, Buffer prefix, long highest) {
        return new SendRequest(conversation, id, upload, prefix, highest);
    }

    /** {@code text} or {@code image}. */
    public String kind() {
        return upload == null ? "text" : "image";
    }
}
