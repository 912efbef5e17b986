package chat.tandem.persistence.conversations;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Walks through all conversations of a person, oldest first. */
public final class OwnConversations {

    /** That a conversation of the person {@code $1} did not begin before the person's erasure. */
    public static final String SINCE_ERASURE =
            "((SELECT erased_at FROM users WHERE id = $1) >= coalesce(started_at, ended_at)) IS NOT TRUE";

    /** A page: of a person, above an id, and how many. */
    public static final String AFTER = page("AND " + SINCE_ERASURE);

    /** The same with what was before the person's erasure. */
    public static final String ALL_AFTER = page("");

    /** An id below all. */
    public static final UUID FIRST = new UUID(0, 0);

    private final Pool pool;
    private final long timeoutMs;

    /** Reads through the pool; what takes longer than the timeout fails. */
    public OwnConversations(Pool pool, Duration timeout) {
        this.pool = pool;
        this.timeoutMs = timeout.toMillis();
    }

    private static String page(String condition) {
        return """
            (SELECT id FROM conversations WHERE a = $1 AND id > $2 %1$s ORDER BY id LIMIT $3)
            UNION ALL
            (SELECT id FROM conversations WHERE b = $1 AND id > $2 %1$s ORDER BY id LIMIT $3)
            ORDER BY id LIMIT $3
            """.formatted(condition);
    }

    /** At most so many of a person's conversations, above an id. */
    public Future<List<UUID>> after(UUID user, UUID last, int limit) {
        return ids(AFTER, user, last, limit);
    }

    /** The same with those before the person's erasure. */
    public Future<List<UUID>> allAfter(UUID user, UUID last, int limit) {
        return ids(ALL_AFTER, user, last, limit);
    }

    private Future<List<UUID>> ids(String sql, UUID user, UUID first, int limit) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(user, first, limit))
                .timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .map(rows -> {
                    List<UUID> ids = new ArrayList<>(rows.size());
                    rows.forEach(row -> ids.add(row.getUUID("id")));
                    return ids;
                });
    }
}
