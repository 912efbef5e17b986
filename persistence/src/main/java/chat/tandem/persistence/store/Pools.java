package chat.tandem.persistence.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one instance: one pool for writing and one for reading, so that neither starves the other.
 *
 * <p>Nothing waits for ever: connecting, waiting for a pooled connection and every statement have a limit, and a
 * connection on which nothing moves for twice a statement's limit is dropped.
 *
 * @param writes as many connections as batches may be in flight
 * @param reads for history
 */
public record Pools(Pool writes, Pool reads) {

    /** A row that somebody else holds for longer keeps its batch from the others in it no longer. */
    private static final Duration WRITERS_WAIT = Duration.ofSeconds(1);

    /** Opens both; connections are made when first needed. */
    public static Pools open(Vertx vertx, PostgresSettings settings) {
        return new Pools(
                pool(vertx, settings, settings.writeConnections(), "tandem-writes", "auto", WRITERS_WAIT),
                // Planned for its parameters each time, a query opens the one partition that it needs, and no other.
                pool(vertx, settings, settings.readConnections(), "tandem-reads", "force_custom_plan", Duration.ZERO));
    }

    /** Closes both. */
    public Future<Void> close() {
        return Future.join(writes.close(), reads.close()).mapEmpty();
    }

    private static Pool pool(
            Vertx vertx, PostgresSettings settings, int size, String name, String plans, Duration locks) {
        int connectMs = Math.toIntExact(settings.connectTimeout().toMillis());
        Duration statement = settings.statementTimeout();
        PgConnectOptions options = settings.address()
                .connectOptions()
                .setCachePreparedStatements(true)
                .addProperty("application_name", name)
                .addProperty("plan_cache_mode", plans)
                .addProperty("lock_timeout", Long.toString(locks.toMillis()))
                .addProperty("statement_timeout", Long.toString(statement.toMillis()));
        return PgBuilder.pool()
                .with(new PoolOptions()
                        .setMaxSize(size)
                        .setMaxWaitQueueSize(size * 64)
                        .setConnectionTimeout(connectMs)
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .with(new NetClientOptions()
                        .setConnectTimeout(connectMs)
                        .setIdleTimeout(Math.toIntExact(statement.toMillis() * 2))
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS))
                .connectingTo(options)
                .using(vertx)
                .build();
    }
}
