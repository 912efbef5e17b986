package chat.tandem.common.bus;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * How the entries of an address are written: as fields, of which {@code v} and {@code type} are always there. Fields that
 * a reader does not know are ignored.
 *
 * @param <T> what the entries are
 */
public interface EntryCodec<T> {

    /** Returns the fields, in the order in which they are written. */
    Map<String, Buffer> encode(T entry);

    /** Reads an entry. */
    T decode(Fields fields) throws UndecodableException;

    /**
     * Returns whether the entry is past its deadline and nobody needs it any more.
     *
     * @param now Redis' time, in epoch milliseconds
     */
    default boolean late(T entry, long now) {
        return false;
    }
}
