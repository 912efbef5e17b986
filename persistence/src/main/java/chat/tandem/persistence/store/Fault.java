package chat.tandem.persistence.store;

import io.vertx.pgclient.PgException;
import java.time.DateTimeException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose fault a failed write is, judged by SQLSTATE alone (PostgreSQL's appendix A).
 *
 * <p>Only what is certainly the fault of the rows themselves is {@link #ROWS}: data exceptions (22), violated
 * constraints (23), rows that exceed a limit of PostgreSQL (54), and what the driver cannot even send. All else is tried
 * again: another try may succeed, and until then the entries wait in the stream, where nothing is lost.
 */
public enum Fault {
    /**
     * PostgreSQL cannot be worked with, whatever one asks of it: no connection (08, or none at all), not let in (28, 3D),
     * too many connections or another resource used up (53), it starts, stops or crashed (57P), its disk fails (58), or it
     * only reads (25006), or the database is closed to everybody (55000).
     */
    AWAY,
    /** It answers, but not this time: a conflict (40), a right or a table that an operator will give. */
    PASSING,
    /** Somebody else holds a row or a table for longer than a statement waits for it (55P03). */
    LOCKED,
    /** Too much for the time that a statement has (57014); less of it may fit. */
    SLOW,
    /** The month's partition is missing: make it, then try again. */
    PARTITION,
    /** The rows can never be stored as they are. */
    ROWS;

    private static final String CHECK_VIOLATION = "23514";
    private static final String CANCELLED = "57014";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final Set<String> STATES_OF_ABSENCE = Set.of("25006", "55000");
    private static final Set<String> CLASSES_OF_ROWS = Set.of("22", "23", "54");
    private static final Set<String> CLASSES_OF_ABSENCE = Set.of("08", "28", "3D", "53", "57", "58");

    /** The fault behind a failure of the driver. */
    public static Fault of(Throwable failure) {
        return switch (failure) {
            case PgException refused -> of(stateOf(refused), refused.getConstraint());
            case UnsendableRowsException unsendable -> ROWS;
            case DateTimeException unsendable -> ROWS;
            case ArithmeticException unsendable -> ROWS;
            default -> AWAY;
        };
    }

    private static Fault of(String state, @Nullable String constraint) {
        if (state.equals(CHECK_VIOLATION) && isAbsent(constraint)) {
            // The only check without a name: no partition takes the row.
            return PARTITION;
        }
        if (state.equals(CANCELLED)) {
            return SLOW;
        }
        if (state.equals(LOCK_NOT_AVAILABLE)) {
            return LOCKED;
        }
        String group = state.length() < 2 ? "" : state.substring(0, 2);
        if (CLASSES_OF_ROWS.contains(group)) {
            return ROWS;
        }
        return CLASSES_OF_ABSENCE.contains(group) || STATES_OF_ABSENCE.contains(state) ? AWAY : PASSING;
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
