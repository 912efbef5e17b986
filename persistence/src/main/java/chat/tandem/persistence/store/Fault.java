package chat.tandem.persistence.store;

import io.vertx.pgclient.PgException;
import org.jspecify.annotations.Nullable;

/**
 * Whose fault a failed write is, judged by SQLSTATE alone (PostgreSQL's appendix A).
 *
 * <p>Only what is certainly the fault of the rows themselves is {@link #ROWS}: data exceptions (22), violated
 * constraints (23) and rows that exceed a limit of PostgreSQL (54). All else is {@link #PASSING}, be it a lost
 * connection, a deadlock, a full disk, a server that starts, stops or only reads, or a missing right or table: another
 * try may succeed, and until then the entries wait in the stream, where nothing is lost.
 */
public enum Fault {
    /** May go by itself or by an operator's hand: try again. */
    PASSING,
    /** The month's partition is missing: make it, then try again. */
    PARTITION,
    /** The rows can never be stored as they are. */
    ROWS;

    private static final String CHECK_VIOLATION = "23514";

    /** The fault behind a failure of the driver. */
    public static Fault of(Throwable failure) {
        if (!(failure instanceof PgException refused)) {
            return PASSING;
        }
        String state = stateOf(refused);
        if (state.equals(CHECK_VIOLATION) && isAbsent(refused.getConstraint())) {
            // The only check without a name: no partition takes the row.
            return PARTITION;
        }
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54") ? ROWS : PASSING;
    }

    /** What may be said of a failure in a log line or a dead letter: never a word of the row or of the SQL. */
    public static String reason(Throwable failure) {
        return failure instanceof PgException refused
                ? "sqlstate " + stateOf(refused)
                : failure.getClass().getSimpleName();
    }

    private static String stateOf(PgException refused) {
        String state = refused.getSqlState();
        return state == null ? "" : state;
    }

    private static boolean isAbsent(@Nullable String field) {
        return field == null || field.isEmpty();
    }
}
