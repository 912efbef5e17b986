package chat.tandem.common.bus;

/**
 * A service's address: a stream that all instances of the service read through one consumer group, so that exactly one
 * of them takes an entry.
 *
 * @param stream the stream's name among the shard's keys
 * @param group the consumer group, named after the service
 * @param duty what the service owes to an entry
 * @param bound entries above which nothing more is appended
 * @param codec how entries are written
 * @param <T> what the entries are
 */
public record Address<T>(String stream, String group, Duty duty, long bound, EntryCodec<T> codec) {

    /** What a service owes to an entry of its address. */
    public enum Duty {
        /** It is done, however often that takes, and the stream never expires: losing it would lose what people wrote. */
        KEPT,
        /** It is done, however often that takes. */
        DONE,
        /** It is tried once, and only until its deadline: whoever asked has stopped waiting. */
        TRIED
    }
}
