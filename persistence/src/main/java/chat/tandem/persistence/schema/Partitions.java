package chat.tandem.persistence.schema;

import chat.tandem.persistence.store.Fault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The monthly partitions of {@code messages}: made by the migrations and once a day by every writer for the months
 * ahead, and, so that nothing is lost should that have failed for months, on demand by the writer that needs one.
 * There is no default partition: rows in it would stand in the way of the month they belong to.
 */
public final class Partitions {

    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

    static final String ENSURE_JDBC = "SELECT ensure_messages_partitions(?)";

    private static final String ENSURE_AHEAD = "SELECT ensure_messages_partitions($1)";
    private static final String ENSURE_ONE = "SELECT ensure_messages_partition($1)";
    private static final long PERIOD_MS = Duration.ofHours(24).toMillis();

    /** How far a conversation's id may lie from now for its month to be believed; else the id was never ours. */
    private static final Duration OLDEST = Duration.ofDays(3650);

    private static final Duration NEWEST = Duration.ofDays(40);

    private final Pool pool;
    private final int monthsAhead;

    /**
     * Partitions of the database behind the pool.
     *
     * @param monthsAhead how many months after this one are made ahead; 0 or more
     */
    public Partitions(Pool pool, int monthsAhead) {
        this.pool = pool;
        this.monthsAhead = monthsAhead;
    }

    /** Makes what is missing of this month and those ahead; answers how many were. */
    public Future<Integer> ensureAhead() {
        return pool.preparedQuery(ENSURE_AHEAD)
                .execute(Tuple.of(monthsAhead))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** Repeats {@link #ensureAhead()} once a day; answers the timer, for its cancellation. */
    public long ensureDaily(Vertx vertx) {
        return vertx.setPeriodic(
                PERIOD_MS,
                id -> ensureAhead()
                        .onFailure(failure -> LOG.warn("No partitions were made ahead: {}", Fault.reason(failure))));
    }

    /**
     * Makes the partitions of these conversations; those whose id is no believable moment get none. Answers how many
     * were missing.
     */
    public Future<Integer> ensureFor(Collection<UUID> conversations) {
        Instant now = Instant.now();
        var months = new TreeSet<OffsetDateTime>();
        for (UUID conversation : conversations) {
            Instant made = momentOf(conversation);
            if (made.isAfter(now.minus(OLDEST)) && made.isBefore(now.plus(NEWEST))) {
                months.add(monthOf(made));
            }
        }
        Future<Integer> made = Future.succeededFuture(0);
        for (OffsetDateTime month : months) {
            made = made.compose(before -> ensure(month).map(created -> before + created));
        }
        return made;
    }

    private Future<Integer> ensure(OffsetDateTime month) {
        return pool.preparedQuery(ENSURE_ONE)
                .execute(Tuple.of(month))
                .map(rows -> rows.iterator().next().getBoolean(0) ? 1 : 0);
    }

    private static Instant momentOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    private static OffsetDateTime monthOf(Instant moment) {
        OffsetDateTime day = moment.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
        return day.withDayOfMonth(1);
    }
}
