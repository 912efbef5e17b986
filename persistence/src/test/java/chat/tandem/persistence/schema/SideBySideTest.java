package chat.tandem.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.persistence.Database;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Stores;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** While a release goes out, processes of the version before write to the tables of the new one, in these very words. */
@ExtendWith(Stores.class)
class SideBySideTest {

    private static final String USERS_OF_1 = """
            INSERT INTO users (id, first_seen, name, named_at)
            SELECT * FROM unnest(%s)
            ON CONFLICT (id) DO UPDATE SET
              first_seen = least(users.first_seen, excluded.first_seen),
              name = CASE WHEN excluded.named_at > coalesce(users.named_at, '-infinity')
                          THEN excluded.name ELSE users.name END,
              named_at = greatest(users.named_at, excluded.named_at)
            WHERE excluded.first_seen < users.first_seen
               OR excluded.named_at > coalesce(users.named_at, '-infinity')
            """;
    private static final String CONVERSATIONS_OF_1 = """
            INSERT INTO conversations (id, a, b, started_at, ended_at, end_reason, ended_by)
            SELECT * FROM unnest(%s)
            ON CONFLICT (id) DO UPDATE SET
              started_at = coalesce(conversations.started_at, excluded.started_at),
              ended_at = coalesce(conversations.ended_at, excluded.ended_at),
              end_reason = coalesce(conversations.end_reason, excluded.end_reason),
              ended_by = coalesce(conversations.ended_by, excluded.ended_by)
            WHERE (conversations.started_at IS NULL AND excluded.started_at IS NOT NULL)
               OR (conversations.ended_at IS NULL AND excluded.ended_at IS NOT NULL)
            """;
    private static final String MESSAGES_OF_1 = """
            INSERT INTO messages (conversation, sender, id, sequence, sent_at, type, body, url)
            SELECT * FROM unnest(%s)
            ON CONFLICT DO NOTHING
            """;
    private static final String POSITIONS_OF_1 = """
            INSERT INTO read_positions (conversation, reader, sequence, read_at)
            SELECT * FROM unnest(%s)
            ON CONFLICT (conversation, reader) DO UPDATE SET sequence = excluded.sequence, read_at = excluded.read_at
            WHERE read_positions.sequence < excluded.sequence
            """;
    private static final String UPLOADS_OF_2 = """
            INSERT INTO uploads (key, conversation, owner, sent_at)
            SELECT * FROM unnest(%s)
            ON CONFLICT DO NOTHING
            """;

    private static final String ANN = "00000000-0000-4000-8000-00000000000a";
    private static final String BOB = "00000000-0000-4000-8000-00000000000b";

    private Database database;

    private String conversation;

    @BeforeEach
    void migrate(PostgresStore postgres) {
        database = Database.migrated(postgres);
        conversation =
                database.rows("SELECT uuid_v7_floor('2026-01-02T00:00:00Z')").getFirst();
        database.ensureMonthOf(UUID.fromString(conversation));
    }

    private void old(String statement, String columns) {
        database.execute(statement.formatted(columns));
    }

    private void write() {
        old(
                USERS_OF_1,
                "'{%s,%s}'::uuid[], '{2026-01-02,2026-01-02}'::timestamptz[], '{Ann,NULL}'::text[], '{2026-01-02,NULL}'::timestamptz[]"
                        .formatted(ANN, BOB));
        old(
                CONVERSATIONS_OF_1,
                "'{%s}'::uuid[], '{%s}'::uuid[], '{%s}'::uuid[], '{2026-01-02}'::timestamptz[], '{2026-01-03}'::timestamptz[], '{left}'::text[], '{%s}'::uuid[]"
                        .formatted(conversation, ANN, BOB, ANN));
        old(
                MESSAGES_OF_1,
                "'{%s}'::uuid[], '{%s}'::uuid[], '{%s}'::uuid[], '{1}'::bigint[], '{2026-01-02}'::timestamptz[], '{text}'::text[], '{hi}'::text[], '{NULL}'::text[]"
                        .formatted(conversation, ANN, ANN));
        old(
                POSITIONS_OF_1,
                "'{%s}'::uuid[], '{%s}'::uuid[], '{1}'::bigint[], '{2026-01-02}'::timestamptz[]"
                        .formatted(conversation, BOB));
        old(
                UPLOADS_OF_2,
                "'{20260102-aa}'::text[], '{%s}'::uuid[], '{%s}'::uuid[], '{2026-01-02}'::timestamptz[]"
                        .formatted(conversation, ANN));
    }

    @Test
    void whatAProcessOfTheFirstVersionWritesIsThere() {
        write();
        write();

        assertThat(database.rows("SELECT name, erased_at, erasing_since FROM users ORDER BY id"))
                .containsExactly("Ann|null|null", "null|null|null");
        assertThat(database.rows("SELECT end_reason FROM conversations")).containsExactly("left");
        assertThat(database.rows("SELECT body FROM messages")).containsExactly("hi");
        assertThat(database.number("SELECT count(*) FROM read_positions")).isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM uploads")).isEqualTo(1);
    }

    @Test
    void aMessageIdThatIsUsedAgainIsStoredAgainByProcessesOfTheFirstVersionToo() {
        write();
        old(
                MESSAGES_OF_1,
                "'{%s}'::uuid[], '{%s}'::uuid[], '{%s}'::uuid[], '{2}'::bigint[], '{2026-01-03}'::timestamptz[], '{text}'::text[], '{again}'::text[], '{NULL}'::text[]"
                        .formatted(conversation, ANN, ANN));

        assertThat(database.rows("SELECT sequence, body FROM messages ORDER BY sequence"))
                .containsExactly("1|hi", "2|again");
    }

    @Test
    void aProcessOfTheFirstVersionThatRepeatsWhatItWroteBringsNothingErasedBack() {
        write();
        database.execute("UPDATE users SET name = NULL, named_at = '2026-01-04', erased_at = '2026-01-04'");
        database.execute("UPDATE messages SET type = 'erased', body = NULL");
        write();

        assertThat(database.rows("SELECT DISTINCT name FROM users")).containsExactly("null");
        assertThat(database.rows("SELECT type, body FROM messages")).containsExactly("erased|null");
    }
}
