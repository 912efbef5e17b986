package chat.tandem.e2e.check;

import chat.tandem.bench.check.judge.Rows;
import chat.tandem.testing.RedisProcess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads what PostgreSQL holds, once nothing is on its way there. */
final class StoredRows {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private StoredRows() {}

    /** Waits until the stream of writes is empty, or half a minute, and reads. */
    static Rows awaitAll(RedisProcess redis, String postgresUrl) {
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> waiting(redis) == 0);
        } catch (ConditionTimeoutException stuck) {
            System.err.println("the database has not caught up: " + waiting(redis) + " entries wait");
        }
        return now(postgresUrl);
    }

    /** Reads what is there. */
    static Rows now(String postgresUrl) {
        try (var connection = Databases.connect(postgresUrl)) {
            return new Rows(
                    all(
                            connection,
                            "SELECT id, a, b, (extract(epoch FROM started_at) * 1000)::bigint,"
                                    + " (extract(epoch FROM ended_at) * 1000)::bigint, end_reason, ended_by"
                                    + " FROM conversations",
                            StoredRows::conversation),
                    all(
                            connection,
                            "SELECT conversation, sequence, sender, id, body FROM messages",
                            StoredRows::message));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long waiting(RedisProcess redis) {
        return redis.command("KEYS", "*:messages")
                .lines()
                .filter(key -> !key.isBlank())
                .mapToLong(key -> Long.parseLong(redis.command("XLEN", key)))
                .sum();
    }

    private static <T> List<T> all(Connection connection, String sql, Reading<T> reading) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var rows = new ArrayList<T>();
            while (result.next()) {
                rows.add(reading.row(result));
            }
            return rows;
        }
    }

    private static Rows.Conversation conversation(ResultSet row) throws SQLException {
        return new Rows.Conversation(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                moment(row, 4),
                moment(row, 5),
                row.getString(6),
                row.getString(7));
    }

    private static @Nullable Long moment(ResultSet row, int column) throws SQLException {
        var moment = row.getLong(column);
        return row.wasNull() ? null : moment;
    }

    private static Rows.Message message(ResultSet row) throws SQLException {
        return new Rows.Message(row.getString(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5));
    }

    /** How a row becomes a value. */
    private interface Reading<T> {
        T row(ResultSet row) throws SQLException;
    }
}
