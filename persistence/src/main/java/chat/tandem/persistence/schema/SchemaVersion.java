package chat.tandem.persistence.schema;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;

/** How far the tables have come, for a service that does not migrate itself. */
public final class SchemaVersion {

    /** The oldest schema that this build can work on. */
    public static final int MINIMUM = 4;

    static final String TABLE = "schema_history";

    private static final String QUERY = "SELECT coalesce(max(version::integer), 0) FROM " + TABLE + " WHERE success";
    private static final String UNDEFINED_TABLE = "42P01";

    private SchemaVersion() {}

    /** The number of the last migration applied, 0 before the first; fails when PostgreSQL cannot be asked. */
    public static Future<Integer> of(Pool pool) {
        return pool.query(QUERY)
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0))
                .recover(failure -> isMissing(failure) ? Future.succeededFuture(0) : Future.failedFuture(failure));
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof PgException refused && UNDEFINED_TABLE.equals(refused.getSqlState());
    }
}
