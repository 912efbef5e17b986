package chat.tandem.common.bus;

/**
 * The id of a stream's entry.
 *
 * @param ms Redis' time when it was appended, in epoch milliseconds
 * @param number its place among those of the same millisecond
 */
public record EntryId(long ms, long number) implements Comparable<EntryId> {

    /** Reads {@code ms-number}. */
    public static EntryId parse(String text) {
        int dash = text.indexOf('-');
        return new EntryId(Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return ms + "-" + number;
    }

    @Override
    public int compareTo(EntryId other) {
        int byTime = Long.compare(ms, other.ms);
        return byTime == 0 ? Long.compare(number, other.number) : byTime;
    }
}
