package chat.tandem.persistence.writing;

import chat.tandem.persistence.writing.Batch.Conversation;
import chat.tandem.persistence.writing.Batch.Upload;
import chat.tandem.persistence.writing.Batch.User;
import chat.tandem.persistence.writing.Change.HasRead;
import chat.tandem.persistence.writing.Change.Said;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One statement per table, whatever the number of rows: the columns go as arrays. Each says what happens to a row that
 * is there already, so that it may be run again, and against later knowledge, without effect. A place in a conversation has
 * one message: the later one, where Redis has given it twice, since it came back without knowing of the first. Where an erasure leaves no row,
 * it looks whether there was one.
 */
final class Statements {

    static final String USERS = """
            INSERT INTO users (id, first_seen, name, named_at)
            SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::timestamptz[])
            ON CONFLICT (id) DO UPDATE SET
              first_seen = least(users.first_seen, excluded.first_seen),
              name = CASE WHEN excluded.named_at > coalesce(users.named_at, '-infinity')
                          THEN excluded.name ELSE users.name END,
              named_at = greatest(users.named_at, excluded.named_at)
            WHERE excluded.first_seen < users.first_seen
               OR excluded.named_at > coalesce(users.named_at, '-infinity')
            """;

    static final String CONVERSATIONS = """
            INSERT INTO conversations (id, a, b, started_at, ended_at, end_reason, ended_by)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[],
              $6::text[], $7::uuid[])
            ON CONFLICT (id) DO UPDATE SET
              started_at = coalesce(conversations.started_at, excluded.started_at),
              ended_at = coalesce(conversations.ended_at, excluded.ended_at),
              end_reason = coalesce(conversations.end_reason, excluded.end_reason),
              ended_by = coalesce(conversations.ended_by, excluded.ended_by)
            WHERE (conversations.started_at IS NULL AND excluded.started_at IS NOT NULL)
               OR (conversations.ended_at IS NULL AND excluded.ended_at IS NOT NULL)
            """;

    static final String MESSAGES = """
            INSERT INTO messages (conversation, sender, id, sequence, sent_at, type, body, url)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::timestamptz[], $6::text[],
              $7::text[], $8::text[])
            ON CONFLICT (conversation, sequence) DO UPDATE SET sender = excluded.sender, id = excluded.id,
              sent_at = excluded.sent_at, type = excluded.type, body = excluded.body, url = excluded.url
            WHERE messages.sent_at < excluded.sent_at
            """;

    static final String UPLOADS = """
            INSERT INTO uploads (key, conversation, owner, sent_at)
            SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::timestamptz[])
              AS new (key, conversation, owner, sent_at)
            WHERE NOT EXISTS (SELECT FROM users WHERE id = new.owner AND erased_at >= new.sent_at)
            ON CONFLICT DO NOTHING
            """;

    static final String POSITIONS = """
            INSERT INTO read_positions (conversation, reader, sequence, read_at)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::timestamptz[])
              AS new (conversation, reader, sequence, read_at)
            WHERE NOT EXISTS (SELECT FROM users WHERE id = new.reader AND erased_at >= new.read_at)
            ON CONFLICT (conversation, reader) DO UPDATE SET sequence = excluded.sequence, read_at = excluded.read_at
            WHERE read_positions.sequence < excluded.sequence
            """;

    private Statements() {}

    static Tuple users(Collection<User> rows) {
        return Tuple.of(
                column(rows, User::id, UUID[]::new),
                column(rows, User::firstSeen, OffsetDateTime[]::new),
                column(rows, User::name, String[]::new),
                column(rows, User::namedAt, OffsetDateTime[]::new));
    }

    static Tuple conversations(Collection<Conversation> rows) {
        return Tuple.from(new Object[] {
            column(rows, Conversation::id, UUID[]::new),
            column(rows, Conversation::a, UUID[]::new),
            column(rows, Conversation::b, UUID[]::new),
            column(rows, Conversation::startedAt, OffsetDateTime[]::new),
            column(rows, Conversation::endedAt, OffsetDateTime[]::new),
            column(rows, Conversation::reason, String[]::new),
            column(rows, Conversation::by, UUID[]::new)
        });
    }

    static Tuple messages(Collection<Said> rows) {
        return Tuple.from(new Object[] {
            column(rows, Said::conversation, UUID[]::new),
            column(rows, Said::sender, UUID[]::new),
            column(rows, Said::id, UUID[]::new),
            column(rows, Said::sequence, Long[]::new),
            column(rows, Said::at, OffsetDateTime[]::new),
            column(rows, Said::type, String[]::new),
            column(rows, Said::body, String[]::new),
            column(rows, Said::url, String[]::new)
        });
    }

    static Tuple uploads(Collection<Upload> rows) {
        return Tuple.of(
                column(rows, Upload::key, String[]::new),
                column(rows, Upload::conversation, UUID[]::new),
                column(rows, Upload::owner, UUID[]::new),
                column(rows, Upload::sentAt, OffsetDateTime[]::new));
    }

    static Tuple positions(Collection<HasRead> rows) {
        return Tuple.of(
                column(rows, HasRead::conversation, UUID[]::new),
                column(rows, HasRead::reader, UUID[]::new),
                column(rows, HasRead::sequence, Long[]::new),
                column(rows, HasRead::at, OffsetDateTime[]::new));
    }

    private static <R, C> Object column(
            Collection<R> rows, Function<R, @Nullable C> field, IntFunction<@Nullable C[]> array) {
        return rows.stream().map(field).toArray(array);
    }
}
