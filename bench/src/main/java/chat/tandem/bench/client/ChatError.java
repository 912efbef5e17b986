package chat.tandem.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * An error as a gateway tells it.
 *
 * @param code one of the closed list of error codes, such as {@code wrong-state}
 * @param message for people
 * @param field the field that was wrong, where one was
 * @param retryAfterMs when to try again, in milliseconds; 0 where nothing is said
 */
public record ChatError(
        String code, String message, @Nullable String field, long retryAfterMs) {
    static ChatError of(JsonNode error) {
        return new ChatError(
                error.path("code").asText(),
                error.path("message").asText(),
                error.path("field").asText(null),
                error.path("retryAfterMs").asLong(0));
    }
}
