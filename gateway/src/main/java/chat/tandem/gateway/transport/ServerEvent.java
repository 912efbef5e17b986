package chat.tandem.gateway.transport;

import org.jspecify.annotations.Nullable;

/**
 * What a client is told that it did not ask for.
 *
 * @param name of our own making
 * @param data a JSON object
 * @param position where a client that has seen this resumes from; null where it moves nothing
 */
public record ServerEvent(
        String name, String data, @Nullable Position position) {
    /** One that moves nothing. */
    public ServerEvent(String name, String data) {
        this(name, data, null);
    }
}
