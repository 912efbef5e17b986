package chat.tandem.common.state;

import org.jspecify.annotations.Nullable;

/**
 * An upload of a user's.
 *
 * @param id its id
 * @param contentType what its bytes are said to be
 * @param size how many bytes there are said to be
 * @param sha256 their checksum in base64, where the client gave one
 * @param expiresAt until when they may be brought, in epoch milliseconds
 * @param completed what is served, once they have been found to be what they were said to be
 */
public record Upload(
        String id,
        String contentType,
        long size,
        @Nullable String sha256,
        long expiresAt,
        @Nullable Completed completed) {

    /** One whose bytes are yet to come. */
    public static Upload announced(String id, String contentType, long size, @Nullable String sha256, long expiresAt) {
        return new Upload(id, contentType, size, sha256, expiresAt, null);
    }

    /**
     * What is served of a completed upload; it never changes.
     *
     * @param key the object in the store
     * @param urlJson where clients find it, as a JSON string with its quotes
     */
    public record Completed(String key, String urlJson) {}
}
