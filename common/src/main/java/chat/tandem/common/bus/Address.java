package chat.tandem.common.bus;

/**
 * A service's address: a stream that all instances of the service read through one consumer group, so that exactly one
 * of them takes an entry.
 *
 * @param stream the stream's name among the shard's keys
 * @param group the consumer group, named after the service
 * @param begin where the group begins to read when it is made
 * @param duty what the service owes to an entry
 * @param bound entries above which nothing more is appended
 * @param codec how entries are written
 * @param <T> what the entries are
 */
public record Address<T>(String stream, String group, Begin begin, Duty duty, long bound, EntryCodec<T> codec) {

    /** Where a new group begins to read. A stream that was lost is read from its beginning. */
    public enum Begin {
        /** With the oldest entry that is there. */
        OLDEST("0"),
        /** With the first one that comes. */
        NEXT("$");

        private final String position;

        Begin(String position) {
            this.position = position;
        }

        String position() {
            return position;
        }
    }

    /** What a service owes to an entry of its address. */
    public enum Duty {
        /** It is done, however often that takes, and the stream never expires: losing it would lose what people wrote. */
        KEPT,
        /** It is done, however often that takes. */
        DONE,
        /** It is tried once, and only until its deadline: whoever asked has stopped waiting. */
        TRIED,
        /**
         * It is done by each group that reads the stream, however often that takes. The stream is bounded by those who
         * write it, and no reader deletes from it: a group that is too slow loses the oldest entries. What it cannot
         * read, it passes over. It never expires.
         */
        SHARED
    }
}
