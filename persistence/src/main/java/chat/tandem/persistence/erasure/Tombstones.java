package chat.tandem.persistence.erasure;

import chat.tandem.persistence.conversations.OwnConversations;
import chat.tandem.persistence.store.Rounds;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Makes tombstones of what PostgreSQL has of somebody. A message keeps its place and its identity, so that sequences have no
 * holes and a late repeat of it changes nothing; its words and its image go. Small steps, each of which may be done again.
 */
public final class Tombstones {

    /** The type of a message that was erased. */
    public static final String ERASED = "erased";

    private static final int CONVERSATIONS_AT_ONCE = 100;
    private static final int MESSAGES_AT_ONCE = 2_000;

    private static final String KNOWN = """
            SELECT EXISTS (SELECT FROM users WHERE id = $1) OR EXISTS (SELECT FROM uploads WHERE owner = $1)
              OR EXISTS (SELECT FROM reported_conversations WHERE $1 IN (a, b))
            """;

    private static final String BEGIN = """
            UPDATE users SET erasing_since = now(), erased_at = greatest(erased_at, $2),
              name = CASE WHEN named_at > $2 THEN name END, named_at = greatest(named_at, $2)
            WHERE id = $1
            """;

    private static final String OWN_OF_THESE = """
            FROM messages
            WHERE conversation = ANY ($2::uuid[]) AND conversation BETWEEN $3 AND $4
              AND sender = $1 AND sent_at <= $5 AND type <> 'erased'
            """;

    /** How many there are to erase, up to a number: of a person, in conversations, their lowest and highest id, a moment. */
    static final String COUNT = "SELECT count(*) FROM (SELECT 1 " + OWN_OF_THESE + " LIMIT $6) AS own";

    private static final String TOMBSTONE = "SET type = 'erased', body = NULL, url = NULL";

    /** Erases them. */
    static final String ERASE = "UPDATE messages " + TOMBSTONE + OWN_OF_THESE.substring("FROM messages".length());

    /** The last of so many messages behind one, by sequence: of a person, in a conversation. */
    static final String STEP = """
            SELECT sequence FROM messages WHERE conversation = $2 AND sender = $1 AND sequence > $3
            ORDER BY sequence OFFSET $4 LIMIT 1
            """;

    /** Erases those between the two. */
    static final String ERASE_STEP = "UPDATE messages " + TOMBSTONE + """
             WHERE conversation = $2 AND sender = $1 AND sequence > $3 AND sequence <= $4 AND sent_at <= $5 AND type <> 'erased'
            """;

    private static final String POSITIONS =
            "DELETE FROM read_positions WHERE conversation = ANY ($2::uuid[]) AND reader = $1 AND read_at <= $3";

    private static final String REPORTED = """
            UPDATE reported_messages SET type = 'erased', body = NULL, url = NULL
            WHERE conversation IN (SELECT id FROM reported_conversations WHERE $1 IN (a, b))
              AND sender = $1 AND sent_at <= $2 AND type <> 'erased'
            """;

    private static final String IMAGES = """
            WITH gone AS (DELETE FROM uploads WHERE owner = $1 AND sent_at <= $2 RETURNING key)
            INSERT INTO doomed_images (key) SELECT DISTINCT key FROM gone ON CONFLICT DO NOTHING
            """;

    private static final String END = "UPDATE users SET erasing_since = NULL WHERE id = $1 AND erased_at <= $2";

    private static final String LEFT_OVER = """
            SELECT id, erased_at FROM users WHERE erasing_since < now() - $1 * interval '1 ms'
            ORDER BY erasing_since LIMIT 20
            """;

    private final Pool pool;
    private final OwnConversations conversations;
    private final long timeoutMs;

    /**
     * @param pool for statements that are planned for their parameters
     * @param timeout of one step
     */
    public Tombstones(Pool pool, Duration timeout) {
        this.pool = pool;
        this.conversations = new OwnConversations(pool, timeout);
        this.timeoutMs = timeout.toMillis();
    }

    /**
     * An erasure that somebody began and nobody finished.
     *
     * @param moment up to which everything goes
     */
    record LeftOver(UUID user, OffsetDateTime moment) {}

    /** Those that have not gone on for so long, the oldest first. */
    Future<List<LeftOver>> leftOver(Duration since) {
        return run(LEFT_OVER, Tuple.of((double) since.toMillis())).map(rows -> {
            List<LeftOver> list = new ArrayList<>();
            rows.forEach(row -> list.add(new LeftOver(row.getUUID("id"), row.getOffsetDateTime("erased_at"))));
            return list;
        });
    }

    /** Whether there is anything of somebody that can be erased. */
    Future<Boolean> knows(UUID user) {
        return run(KNOWN, Tuple.of(user)).map(rows -> rows.iterator().next().getBoolean(0));
    }

    /**
     * Notes that somebody is to be erased up to a moment, so that it is {@link #leftOver} until it is done.
     *
     * @return whether the user is among the people
     */
    Future<Boolean> begin(UUID user, OffsetDateTime moment) {
        return run(BEGIN, Tuple.of(user, moment)).map(rows -> rows.rowCount() > 0);
    }

    /**
     * Erases what was written up to a moment; completes when it is done. Of somebody who is not among the people any more, or
     * never was, there may still be what was reported, and its images.
     */
    Future<Void> make(UUID user, OffsetDateTime moment) {
        return begin(user, moment)
                .compose(begun -> conversations(user, moment))
                .compose(done -> run(REPORTED, Tuple.of(user, moment)))
                .compose(done -> run(IMAGES, Tuple.of(user, moment)))
                .compose(done -> run(END, Tuple.of(user, moment)))
                .mapEmpty();
    }

    private Future<Void> conversations(UUID user, OffsetDateTime moment) {
        UUID[] last = {OwnConversations.FIRST};
        return Rounds.whileMore(() -> conversations
                .allAfter(user, last[0], CONVERSATIONS_AT_ONCE)
                .compose(page -> page.isEmpty()
                        ? Future.succeededFuture(false)
                        : messages(user, moment, page)
                                .compose(erased -> run(POSITIONS, Tuple.of(user, page.toArray(UUID[]::new), moment)))
                                .map(forgotten -> {
                                    last[0] = page.getLast();
                                    return true;
                                })));
    }

    /** All at once where they are few; else by halves, and a long conversation step by step. */
    private Future<Void> messages(UUID user, OffsetDateTime moment, List<UUID> page) {
        UUID[] ids = page.toArray(UUID[]::new);
        UUID first = page.getFirst();
        UUID last = page.getLast();
        return run(COUNT, Tuple.of(user, ids, first, last, moment, MESSAGES_AT_ONCE + 1))
                .compose(count -> {
                    long found = count.iterator().next().getLong(0);
                    if (found <= MESSAGES_AT_ONCE) {
                        return found == 0
                                ? Future.succeededFuture()
                                : run(ERASE, Tuple.of(user, ids, first, last, moment))
                                        .mapEmpty();
                    }
                    int half = page.size() / 2;
                    return half == 0
                            ? longConversation(user, moment, first)
                            : messages(user, moment, page.subList(0, half))
                                    .compose(done -> messages(user, moment, page.subList(half, page.size())));
                });
    }

    private Future<Void> longConversation(UUID user, OffsetDateTime moment, UUID conversation) {
        long[] last = {0};
        return Rounds.whileMore(() -> run(STEP, Tuple.of(user, conversation, last[0], MESSAGES_AT_ONCE - 1))
                .compose(step -> {
                    boolean more = step.size() > 0;
                    long next = more ? step.iterator().next().getLong("sequence") : Long.MAX_VALUE;
                    Tuple erased = Tuple.of(user, conversation, last[0], next, moment);
                    last[0] = next;
                    return run(ERASE_STEP, erased).map(more);
                }));
    }

    private Future<RowSet<Row>> run(String sql, Tuple arguments) {
        return pool.preparedQuery(sql).execute(arguments).timeout(timeoutMs, TimeUnit.MILLISECONDS);
    }
}
