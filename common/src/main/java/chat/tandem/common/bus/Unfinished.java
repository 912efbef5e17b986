package chat.tandem.common.bus;

import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/**
 * An entry that still stands at an address.
 *
 * @param id its id
 * @param entry what it says; null where that cannot be decoded
 */
public record Unfinished<T>(EntryId id, @Nullable T entry) {

    static <T> Unfinished<T> of(EntryCodec<T> codec, Response idAndFields) {
        EntryId id = EntryId.parse(idAndFields.get(0).toString());
        try {
            return new Unfinished<>(id, codec.decode(Fields.of(idAndFields.get(1))));
        } catch (UndecodableException unreadable) {
            return new Unfinished<>(id, null);
        }
    }
}
