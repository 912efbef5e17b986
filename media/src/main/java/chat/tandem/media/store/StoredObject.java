package chat.tandem.media.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the store says of an object.
 *
 * @param key its name
 * @param size its bytes
 * @param etag by which it is known to be still the same
 * @param modified when it was written
 * @param contentType as what it was written; null where the store does not say
 * @param sha256 its checksum in base64, where the store keeps it
 */
public record StoredObject(
        String key,
        long size,
        String etag,
        Instant modified,
        @Nullable String contentType,
        @Nullable String sha256) {}
