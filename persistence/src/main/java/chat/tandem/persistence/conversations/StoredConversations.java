package chat.tandem.persistence.conversations;

import chat.tandem.persistence.conversations.ListedConversation.Messages;
import chat.tandem.persistence.history.HistoryMessage;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What PostgreSQL has of somebody's conversations. */
public final class StoredConversations {

    /**
     * A page: of a person, below an id, and how many. Merged from two indexes, both in the order of the ids. What was
     * before the person's erasure is no longer theirs.
     */
    public static final String PAGE = """
            SELECT page.id, page.partner, page.ended_at, users.name, coalesce(read.sequence, 0) AS read
            FROM (
              (SELECT id, b AS partner, ended_at FROM conversations WHERE a = $1 AND id < $2 AND %1$s
               ORDER BY id DESC LIMIT $3)
              UNION ALL
              (SELECT id, a AS partner, ended_at FROM conversations WHERE b = $1 AND id < $2 AND %1$s
               ORDER BY id DESC LIMIT $3)
              ORDER BY id DESC LIMIT $3
            ) AS page
            LEFT JOIN users ON users.id = page.partner
            LEFT JOIN read_positions AS read ON read.conversation = page.id AND read.reader = $1
            ORDER BY page.id DESC
            """.formatted(OwnConversations.SINCE_ERASURE);

    /**
     * The last message of each, and how many of the partner's are unread: up to 1,000 of the newest 2,000 above the read
     * position. The bounds of the page keep all partitions but those of its months out of the plan.
     */
    public static final String MESSAGES = """
            SELECT page.id AS conversation, last.*, (
              SELECT least(count(*), 1000) FROM (
                SELECT sender FROM messages
                WHERE conversation = page.id AND conversation BETWEEN $4 AND $5 AND sequence > page.read
                ORDER BY sequence DESC LIMIT 2000
              ) AS above WHERE sender = page.partner
            ) AS unread
            FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS page (id, partner, read)
            CROSS JOIN LATERAL (
              SELECT %s FROM messages
              WHERE conversation = page.id AND conversation BETWEEN $4 AND $5
              ORDER BY sequence DESC LIMIT 1
            ) AS last
            """.formatted(HistoryMessage.COLUMNS);

    /** As PostgreSQL orders them. */
    private static final Comparator<UUID> BY_ID = Comparator.comparing(UUID::toString);

    private final Pool pool;
    private final long timeoutMs;

    /** Reads through the pool; what takes longer than the timeout fails. */
    public StoredConversations(Pool pool, Duration timeout) {
        this.pool = pool;
        this.timeoutMs = timeout.toMillis();
    }

    /** At most {@code limit} conversations of a person below the query's bound, newest first. */
    Future<List<ListedConversation>> page(UUID user, ConversationsQuery query, int limit) {
        return query(PAGE, Tuple.of(user, query.bound(), limit)).map(rows -> {
            List<ListedConversation> page = new ArrayList<>(rows.size());
            rows.forEach(row -> page.add(listed(row)));
            return page;
        });
    }

    private static ListedConversation listed(Row row) {
        return new ListedConversation(
                row.getUUID("id"),
                row.getUUID("partner"),
                row.getString("name"),
                row.getOffsetDateTime("ended_at"),
                row.getLong("read"));
    }

    /** What the messages of these tell, by conversation; one without messages is not in it. */
    Future<Map<UUID, Messages>> messages(List<ListedConversation> page) {
        if (page.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        List<UUID> ids = page.stream().map(ListedConversation::id).sorted(BY_ID).toList();
        Tuple arguments = Tuple.of(
                column(page, ListedConversation::id).toArray(UUID[]::new),
                column(page, ListedConversation::partner).toArray(UUID[]::new),
                column(page, ListedConversation::read).toArray(Long[]::new),
                ids.getFirst(),
                ids.getLast());
        return query(MESSAGES, arguments).map(rows -> {
            Map<UUID, Messages> messages = new HashMap<>();
            rows.forEach(row -> messages.put(row.getUUID("conversation"), messages(row)));
            return messages;
        });
    }

    private static <C> List<C> column(List<ListedConversation> page, Function<ListedConversation, C> field) {
        return page.stream().map(field).toList();
    }

    private static Messages messages(Row row) {
        HistoryMessage last = HistoryMessage.of(row.getUUID("conversation"), row);
        return new Messages(last.json(), row.getLong("unread"));
    }

    private Future<RowSet<Row>> query(String sql, Tuple arguments) {
        return pool.preparedQuery(sql).execute(arguments).timeout(timeoutMs, TimeUnit.MILLISECONDS);
    }
}
