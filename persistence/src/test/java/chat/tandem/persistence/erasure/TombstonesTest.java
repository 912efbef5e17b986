package chat.tandem.persistence.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.persistence.Database;
import chat.tandem.persistence.store.Pools;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** More messages by {@code -Dtandem.erasure.messages=100000}. */
@ExtendWith({Stores.class, VertxExtension.class})
class TombstonesTest {

    private static final int MANY = Integer.getInteger("tandem.erasure.messages", 9_000);
    private static final OffsetDateTime MOMENT = OffsetDateTime.parse("2026-11-24T12:00:00Z");
    private static final String ANN = "00000000-0000-4000-8000-00000000000a";
    private static final String BOB = "00000000-0000-4000-8000-00000000000b";

    private Database database;
    private Pools pools;
    private Tombstones tombstones;
    private int conversations;

    @BeforeEach
    void open(Vertx vertx, PostgresStore postgres) {
        database = Database.migrated(postgres);
        pools = database.open(vertx);
        tombstones = new Tombstones(pools.reads(), Duration.ofSeconds(10));
        database.execute("INSERT INTO users (id, first_seen, name, named_at) VALUES ('" + ANN
                + "', '2026-01-01', 'Ann', '2026-11-01'), ('" + BOB + "', '2026-01-01', 'Bob', '2026-11-01')");
        database.execute("SELECT ensure_messages_partition('2026-11-02T00:00:00Z')");
    }

    @AfterEach
    void close() {
        pools.close().await();
    }

    private void erase() {
        tombstones.make(UUID.fromString(ANN), MOMENT).await();
    }

    /** A conversation in which the two said so many things in turns, Ann first. */
    private String said(int messages) {
        String id = database.rows("SELECT uuid_v7_floor('2026-11-02T00:00:00Z'::timestamptz + interval '1 second' * "
                        + ++conversations + ")")
                .getFirst();
        boolean annIsFirst = conversations % 2 == 0;
        database.execute("INSERT INTO conversations (id, a, b, started_at) VALUES ('%s', '%s', '%s', '2026-11-02')"
                .formatted(id, annIsFirst ? ANN : BOB, annIsFirst ? BOB : ANN));
        database.execute("""
                INSERT INTO messages (conversation, sender, id, sequence, sent_at, type, body)
                SELECT '%s', CASE WHEN n %% 2 = 1 THEN '%s' ELSE '%s' END::uuid, gen_random_uuid(), n, '2026-11-02', 'text',
                  'number ' || n FROM generate_series(1, %d) AS n""".formatted(id, ANN, BOB, messages));
        database.execute(
                "INSERT INTO read_positions VALUES ('%s', '%s', 1, '2026-11-02'), ('%1$s', '%s', 1, '2026-11-02')"
                        .formatted(id, ANN, BOB));
        return id;
    }

    /** So many conversations of the two, with so many messages each, in one statement. */
    private void saidOften(int often, int messages) {
        database.execute("""
                WITH ids AS (
                  INSERT INTO conversations (id, a, b, started_at)
                  SELECT uuid_v7_floor('2026-11-03T00:00:00Z'::timestamptz + interval '1 second' * n), '%1$s', '%2$s',
                    '2026-11-03' FROM generate_series(1, %3$d) AS n RETURNING id)
                INSERT INTO messages (conversation, sender, id, sequence, sent_at, type, body)
                SELECT ids.id, CASE WHEN n %% 2 = 1 THEN '%1$s' ELSE '%2$s' END::uuid, gen_random_uuid(), n, '2026-11-03',
                  'text', 'b' FROM ids, generate_series(1, %4$d) AS n""".formatted(ANN, BOB, often, messages));
    }

    @Test
    void ownMessagesKeepTheirPlacesAndLoseTheirWords() {
        said(4);
        said(3);

        erase();

        assertThat(database.rows("SELECT sequence, type, body, sender = '" + ANN
                        + "' FROM messages ORDER BY conversation, sequence"))
                .containsExactly(
                        "1|erased|null|t",
                        "2|text|number 2|f",
                        "3|erased|null|t",
                        "4|text|number 4|f",
                        "1|erased|null|t",
                        "2|text|number 2|f",
                        "3|erased|null|t");
        assertThat(database.rows("SELECT DISTINCT reader FROM read_positions")).containsExactly(BOB);
        assertThat(database.rows("SELECT name, erased_at = '" + MOMENT + "', erasing_since FROM users ORDER BY id"))
                .containsExactly("null|t|null", "Bob|null|null");
    }

    @Test
    void oneLongConversationAndManyShortOnesGoInSmallSteps() {
        said(MANY);
        saidOften(120, 1);

        long begun = System.nanoTime();
        erase();
        System.out.printf("%,d messages were erased in %,d ms%n", MANY / 2, (System.nanoTime() - begun) / 1_000_000);

        assertThat(database.rows("SELECT DISTINCT type FROM messages WHERE sender = '" + ANN + "'"))
                .containsExactly("erased");
        assertThat(database.number("SELECT count(*) FROM messages WHERE type = 'text'"))
                .isEqualTo(MANY / 2);
    }

    @Test
    void imagesGoFromTheirMessagesAndWaitToBeDeletedThoseOfThePartnerStay() {
        String id = said(0);
        for (String who : List.of(ANN, BOB)) {
            database.execute(
                    "INSERT INTO messages VALUES (%3$d, '2026-11-02', '%s', '%s', '%2$s', 'image', NULL, '/media/of-%2$s')"
                            .formatted(id, who, who.equals(ANN) ? 1 : 2));
            database.execute("INSERT INTO uploads VALUES ('of-%2$s', '%1$s', '%2$s', '2026-11-02')".formatted(id, who));
        }

        erase();

        assertThat(database.rows("SELECT type, url FROM messages ORDER BY sender"))
                .containsExactly("erased|null", "image|/media/of-" + BOB);
        assertThat(database.rows("SELECT key FROM doomed_images")).containsExactly("of-" + ANN);
        assertThat(database.rows("SELECT key FROM uploads")).containsExactly("of-" + BOB);
    }

    @Test
    void whatWasReportedGoesToo() {
        String id = said(2);
        database.execute("INSERT INTO reported_conversations (id, a, b) SELECT id, a, b FROM conversations");
        database.execute("INSERT INTO reported_messages SELECT * FROM messages WHERE conversation = '" + id + "'");

        erase();

        assertThat(database.rows("SELECT type, body FROM reported_messages ORDER BY sequence"))
                .containsExactly("erased|null", "text|number 2");
    }

    @Test
    void whatWasReportedAndItsImageGoEvenOfSomebodyWhoIsNotAmongThePeopleAnyMore() {
        String id = said(2);
        database.execute("INSERT INTO reported_conversations (id, a, b) SELECT id, a, b FROM conversations");
        database.execute("INSERT INTO reported_messages SELECT * FROM messages");
        database.execute("INSERT INTO uploads VALUES ('proof', '%s', '%s', '2026-11-02')".formatted(id, ANN));
        database.execute("DELETE FROM messages");
        database.execute("DELETE FROM conversations");
        database.execute("DELETE FROM users");

        erase();

        assertThat(database.rows("SELECT type, body FROM reported_messages ORDER BY sequence"))
                .containsExactly("erased|null", "text|number 2");
        assertThat(database.rows("SELECT key FROM doomed_images")).containsExactly("proof");
    }

    @Test
    void whatSomebodyWhoCameBackSaidSinceStays() {
        said(1);
        database.execute("UPDATE messages SET sent_at = '2026-11-24T12:00:00.001Z'");
        database.execute("UPDATE users SET name = 'Anna', named_at = '2026-11-25' WHERE id = '" + ANN + "'");

        erase();

        assertThat(database.rows("SELECT body FROM messages")).containsExactly("number 1");
        assertThat(database.rows("SELECT name FROM users ORDER BY id")).containsExactly("Anna", "Bob");
    }

    @Test
    void anotherTimeThereIsNothingLeftToDoAndOfSomebodyWhoWasNeverWrittenThereNeverWas() {
        said(3);
        erase();
        List<String> once = database.rows("SELECT ctid, * FROM messages ORDER BY sequence");

        erase();
        tombstones.make(UUID.randomUUID(), MOMENT).await();

        assertThat(database.rows("SELECT ctid, * FROM messages ORDER BY sequence"))
                .isEqualTo(once);
        assertThat(database.number("SELECT count(*) FROM users")).isEqualTo(2);
    }

    @Test
    void whatSomebodyBeganAndDidNotFinishIsFound() {
        database.execute("UPDATE users SET erased_at = '" + MOMENT + "', erasing_since = now() - interval '61 seconds'"
                + " WHERE id = '" + ANN + "'");
        database.execute(
                "UPDATE users SET erased_at = '" + MOMENT + "', erasing_since = now() WHERE id = '" + BOB + "'");

        assertThat(tombstones.leftOver(Duration.ofMinutes(1)).await())
                .containsExactly(new Tombstones.LeftOver(UUID.fromString(ANN), MOMENT));
    }
}
