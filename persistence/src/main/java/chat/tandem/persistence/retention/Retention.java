package chat.tandem.persistence.retention;

import chat.tandem.common.redis.Backoff;
import chat.tandem.persistence.store.Fault;
import chat.tandem.persistence.store.Rounds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the months of messages that are over for longer than a while, and what belonged to them: conversations that began
 * then, how far they were read, their images, and people who have no other conversation. What was reported is copied
 * first, and its images stay. Each step may be done again, by anybody, at any time; what arrives late for a month that was
 * dropped makes that month anew, and goes with the next sweep.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /** Rows that one statement takes away, so that none takes long. */
    private static final int AT_ONCE = 1_000;

    private static final String MONTHS = """
            SELECT relname::text AS month FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
            WHERE inhparent = 'messages'::regclass
              AND relname < 'messages_' || to_char($1::timestamptz AT TIME ZONE 'UTC', 'YYYY_MM')
            ORDER BY relname
            """;

    private static final String COPY_MESSAGES = "SELECT copy_reported_messages($1, $2) AS copied";

    /** Reported conversations whose messages one statement copies. */
    private static final int COPIED_AT_ONCE = 100;

    /** How often a month is tried to be dropped that others use, in one sweep. */
    private static final int ATTEMPTS = 10;

    private static final Backoff RETRY = new Backoff(Duration.ofMillis(200), Duration.ofMillis(800));

    private static final String DROP = "SELECT drop_messages_partition($1) AS dropped";

    private static final String POSITIONS = """
            DELETE FROM read_positions WHERE (conversation, reader) IN (
              SELECT conversation, reader FROM read_positions WHERE conversation < uuid_v7_floor($1) LIMIT $2)
            """;

    /** An image that a later or a reported conversation shows too stays. */
    private static final String IMAGES = """
            WITH gone AS (
              DELETE FROM uploads WHERE (key, conversation) IN (
                SELECT key, conversation FROM uploads
                WHERE conversation < uuid_v7_floor($1)
                  AND NOT EXISTS (SELECT FROM reported_conversations AS reported WHERE reported.id = uploads.conversation)
                LIMIT $2)
              RETURNING key, conversation)
            INSERT INTO doomed_images (key)
            SELECT DISTINCT key FROM gone WHERE NOT EXISTS (
              SELECT FROM uploads WHERE uploads.key = gone.key AND (uploads.key, uploads.conversation) NOT IN (
                SELECT key, conversation FROM gone))
            ON CONFLICT DO NOTHING
            """;

    private static final String COPY = """
            UPDATE reported_conversations AS reported
            SET a = gone.a, b = gone.b, started_at = gone.started_at, ended_at = gone.ended_at
            FROM conversations AS gone
            WHERE gone.id = reported.id AND gone.id < uuid_v7_floor($1)
            """;

    private static final String CONVERSATIONS = """
            DELETE FROM conversations WHERE id IN (
              SELECT id FROM conversations WHERE id < uuid_v7_floor($1) ORDER BY id LIMIT $2 FOR UPDATE)
            RETURNING a, b
            """;

    private static final String PEOPLE = """
            DELETE FROM users WHERE id = ANY ($1::uuid[]) AND erasing_since IS NULL
              AND NOT EXISTS (SELECT FROM conversations WHERE a = users.id)
              AND NOT EXISTS (SELECT FROM conversations WHERE b = users.id)
            """;

    private final Vertx vertx;
    private final Pool pool;
    private final Duration kept;
    private final long timeoutMs;

    /**
     * @param vertx where it runs
     * @param pool for statements that are planned for their parameters
     * @param kept how long a month is kept after it is over
     * @param timeout of one step
     */
    public Retention(Vertx vertx, Pool pool, Duration kept, Duration timeout) {
        this.vertx = vertx;
        this.pool = pool;
        this.kept = kept;
        this.timeoutMs = timeout.toMillis();
    }

    /** Sweeps once; fails when PostgreSQL is away, or somebody is in the way. Completes with how many months went. */
    public Future<Integer> sweep(OffsetDateTime now) {
        // The month that holds this moment is not over for long enough; those before it are.
        OffsetDateTime bound = now.withOffsetSameInstant(ZoneOffset.UTC)
                .minus(kept)
                .withDayOfMonth(1)
                .truncatedTo(java.time.temporal.ChronoUnit.DAYS);
        // Who reported conversations are of is known before their messages stand nowhere else.
        return run(pool, COPY, Tuple.of(bound))
                .compose(copied -> months(bound))
                .compose(this::drop)
                .compose(dropped -> repeat(POSITIONS, bound)
                        .compose(positions -> repeat(IMAGES, bound))
                        .compose(images -> conversations(bound))
                        .map(conversations -> dropped));
    }

    private Future<List<String>> months(OffsetDateTime bound) {
        return run(pool, MONTHS, Tuple.of(bound)).map(rows -> {
            List<String> months = new ArrayList<>();
            rows.forEach(row -> months.add(row.getString("month")));
            return months;
        });
    }

    private Future<Integer> drop(List<String> months) {
        Future<Integer> dropped = Future.succeededFuture(0);
        for (String month : months) {
            dropped = dropped.compose(before -> copyMessages(month, COPIED_AT_ONCE)
                    .compose(copied -> drop(month, 1))
                    .map(ours -> ours ? before + 1 : before));
        }
        return dropped;
    }

    /** In steps, while people read and write. What is too much for the time that a statement has is tried in smaller ones. */
    private Future<Void> copyMessages(String month, int atOnce) {
        return Rounds.whileMore(() -> run(pool, COPY_MESSAGES, Tuple.of(month, atOnce))
                        .map(rows -> rows.iterator().next().getInteger("copied") == atOnce))
                .recover(failure -> Fault.of(failure) == Fault.SLOW && atOnce > 1
                        ? copyMessages(month, atOnce / 2)
                        : Future.failedFuture(failure));
    }

    /** The lock is waited for only for a moment, since everybody waits behind it; then others go first for a while. */
    private Future<Boolean> drop(String month, int attempt) {
        return run(pool, DROP, Tuple.of(month))
                .map(rows -> {
                    boolean ours = rows.iterator().next().getBoolean("dropped"); // else another instance was faster
                    if (ours) {
                        LOG.info("Dropped {}", month);
                    }
                    return ours;
                })
                .recover(failure -> Fault.of(failure) == Fault.LOCKED && attempt < ATTEMPTS
                        ? vertx.timer(RETRY.delayMs(attempt)).compose(later -> drop(month, attempt + 1))
                        : Future.failedFuture(failure));
    }

    private Future<Void> repeat(String sql, OffsetDateTime bound) {
        return Rounds.whileMore(() -> run(pool, sql, Tuple.of(bound, AT_ONCE)).map(rows -> rows.rowCount() > 0));
    }

    private Future<Void> conversations(OffsetDateTime bound) {
        return Rounds.whileMore(() -> pool.withTransaction(connection -> run(connection, COPY, Tuple.of(bound))
                        .compose(copied -> run(connection, CONVERSATIONS, Tuple.of(bound, AT_ONCE)))
                        .compose(gone -> people(connection, gone)))
                .map(gone -> gone > 0));
    }

    /** A conversation that begins at this moment is in the way of it, and the next sweep does it. */
    private Future<Integer> people(SqlClient connection, RowSet<Row> gone) {
        if (gone.size() == 0) {
            return Future.succeededFuture(0);
        }
        List<UUID> people = new ArrayList<>();
        gone.forEach(row -> people.addAll(List.of(row.getUUID("a"), row.getUUID("b"))));
        return run(connection, PEOPLE, Tuple.of(people.toArray(UUID[]::new))).map(done -> gone.size());
    }

    private Future<RowSet<Row>> run(SqlClient client, String sql, Tuple arguments) {
        return client.preparedQuery(sql).execute(arguments).timeout(timeoutMs, TimeUnit.MILLISECONDS);
    }
}
