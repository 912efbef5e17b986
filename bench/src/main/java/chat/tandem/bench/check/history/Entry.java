package chat.tandem.bench.check.history;

/**
 * One thing that happened.
 *
 * @param at nanoseconds since the history began
 * @param visitor whose it is, from 0; {@link #NOBODY} for what befell the system
 * @param connection on which of all connections, counted from 1; 0 where there is none
 * @param what it was
 */
public record Entry(long at, int visitor, int connection, What what) {
    /** The visitor of entries that are nobody's. */
    public static final int NOBODY = -1;

    /** As a line of the story: seconds, who, on which connection, what. */
    @Override
    public String toString() {
        var who = visitor == NOBODY ? "    *" : "%5d".formatted(visitor);
        var where = connection == 0 ? "" : "/" + connection;
        return "%9.3f %s%-6s %s".formatted(at / 1e9, who, where, what);
    }
}
