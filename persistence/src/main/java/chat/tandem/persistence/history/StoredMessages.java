package chat.tandem.persistence.history;

import chat.tandem.persistence.history.HistoryQuery.Direction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What PostgreSQL has of a conversation. */
public final class StoredMessages {

    /** Who takes part, and was not erased since: of a conversation. */
    public static final String PARTICIPANTS = """
            SELECT CASE WHEN (one.erased_at >= began_at) IS NOT TRUE THEN one.id END AS one,
              CASE WHEN (other.erased_at >= began_at) IS NOT TRUE THEN other.id END AS other
            FROM (SELECT a, b, coalesce(started_at, ended_at) AS began_at FROM conversations WHERE id = $1) AS here
            JOIN users AS one ON one.id = here.a
            JOIN users AS other ON other.id = here.b
            """;

    private static final String COLUMNS = "SELECT " + HistoryMessage.COLUMNS + " FROM messages";

    /** The page before a point: of a conversation, a sequence, and how many. */
    public static final String OLDER =
            COLUMNS + " WHERE conversation = $1 AND sequence < $2 ORDER BY sequence DESC LIMIT $3";

    /** The page after a point: the same. */
    public static final String NEWER =
            COLUMNS + " WHERE conversation = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";

    private final Pool pool;
    private final long timeoutMs;

    /** Reads through the pool; what takes longer than the timeout fails. */
    public StoredMessages(Pool pool, Duration timeout) {
        this.pool = pool;
        this.timeoutMs = timeout.toMillis();
    }

    /** The participants; empty when the conversation is not stored, or not yet, or both have been erased. */
    Future<List<UUID>> participants(UUID conversation) {
        return query(PARTICIPANTS, Tuple.of(conversation)).map(rows -> {
            List<UUID> participants = new ArrayList<>(2);
            rows.forEach(row -> Stream.of(row.getUUID("one"), row.getUUID("other"))
                    .filter(Objects::nonNull)
                    .forEach(participants::add));
            return participants;
        });
    }

    /** At most {@code limit} messages next to the query's point, nearest first. */
    public Future<List<HistoryMessage>> page(HistoryQuery query, int limit) {
        String sql = query.direction() == Direction.OLDER ? OLDER : NEWER;
        return query(sql, Tuple.of(query.conversation(), query.point(), limit)).map(rows -> {
            List<HistoryMessage> page = new ArrayList<>(rows.size());
            rows.forEach(row -> page.add(HistoryMessage.of(query.conversation(), row)));
            return page;
        });
    }

    private Future<RowSet<Row>> query(String sql, Tuple arguments) {
        return pool.preparedQuery(sql).execute(arguments).timeout(timeoutMs, TimeUnit.MILLISECONDS);
    }
}
