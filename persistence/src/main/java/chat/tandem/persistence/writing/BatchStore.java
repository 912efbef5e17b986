package chat.tandem.persistence.writing;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Stores one batch: all of it, committed, or nothing; once more is as good as once. */
final class BatchStore {

    /** How long a part of a batch waits for a lock, when another part of it has waited already. */
    private static final String WAIT_LITTLE = "SET LOCAL lock_timeout = '100ms'";

    private record Step(String sql, Tuple rows) {}

    private final Pool pool;
    private final long timeoutMs;

    /** Stores through the pool; a batch that takes longer than the timeout fails, with its outcome unknown. */
    BatchStore(Pool pool, Duration timeout) {
        this.pool = pool;
        this.timeoutMs = timeout.toMillis();
    }

    /**
     * Completes after the commit; fails with what PostgreSQL or the connection said.
     *
     * @param impatient whether to wait only for a moment for what somebody else has locked
     */
    Future<Void> store(Batch batch, boolean impatient) {
        List<Step> steps = stepsOf(batch);
        Future<Void> stored;
        if (steps.isEmpty()) {
            stored = Future.succeededFuture();
        } else if (impatient) {
            stored = pool.withTransaction(connection -> {
                Future<?> hurried = connection.query(WAIT_LITTLE).execute();
                return Future.all(hurried, runAll(connection, steps)).mapEmpty();
            });
        } else if (steps.size() == 1) {
            stored = run(pool, steps.getFirst());
        } else {
            stored = pool.withTransaction(connection -> runAll(connection, steps));
        }
        return stored.timeout(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /** People before the conversations that refer to them. */
    private static List<Step> stepsOf(Batch batch) {
        var steps = new ArrayList<Step>(5);
        add(steps, Statements.USERS, batch.users(), Statements::users);
        add(steps, Statements.CONVERSATIONS, batch.conversations(), Statements::conversations);
        add(steps, Statements.MESSAGES, batch.messages(), Statements::messages);
        add(steps, Statements.UPLOADS, batch.uploads(), Statements::uploads);
        add(steps, Statements.POSITIONS, batch.positions(), Statements::positions);
        return steps;
    }

    private static <R> void add(
            List<Step> steps, String sql, Collection<R> rows, Function<Collection<R>, Tuple> columns) {
        if (!rows.isEmpty()) {
            steps.add(new Step(sql, columns.apply(rows)));
        }
    }

    /** In one go: they are pipelined, and the first to fail fails those behind it. */
    private static Future<Void> runAll(SqlClient connection, List<Step> steps) {
        return Future.all(steps.stream().map(step -> run(connection, step)).toList())
                .mapEmpty();
    }

    private static Future<Void> run(SqlClient client, Step step) {
        return client.preparedQuery(step.sql()).execute(step.rows()).mapEmpty();
    }
}
