package chat.tandem.persistence.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.tandem.persistence.Database;
import chat.tandem.persistence.NeedsPostgresTimers;
import chat.tandem.persistence.store.Pools;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({Stores.class, VertxExtension.class})
class RetentionTest {

    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-11-24T12:00:00Z");
    private static final String ANN = person("a");
    private static final String BOB = person("b");
    private static final String CLEO = person("c");

    private Database database;
    private Pools pools;
    private Retention retention;

    @BeforeEach
    void open(Vertx vertx, PostgresStore postgres) {
        database = Database.migrated(postgres);
        pools = database.open(vertx);
        retention = new Retention(vertx, pools.reads(), Duration.ofDays(30), Duration.ofSeconds(10));
        for (String person : List.of(ANN, BOB, CLEO)) {
            database.execute("INSERT INTO users (id, first_seen) VALUES ('" + person + "', now())");
        }
    }

    @AfterEach
    void close() {
        pools.close().await();
    }

    private static String person(String digit) {
        return "00000000-0000-4000-8000-00000000000" + digit;
    }

    /** A conversation that began at a moment: a message with an image, read by the other. */
    private String said(String moment, String a, String b, String image) {
        database.execute("SELECT ensure_messages_partition('" + moment + "')");
        String id = database.rows("SELECT uuid_v7_floor('" + moment + "')").getFirst();
        database.execute("INSERT INTO conversations (id, a, b, started_at) VALUES ('%s', '%s', '%s', '%s')"
                .formatted(id, a, b, moment));
        database.execute("INSERT INTO messages VALUES (1, '%2$s', '%1$s', '%3$s', '%1$s', 'image', null, '/media/%4$s')"
                .formatted(id, moment, a, image));
        database.execute("INSERT INTO uploads VALUES ('%4$s', '%1$s', '%3$s', '%2$s')".formatted(id, moment, a, image));
        database.execute("INSERT INTO read_positions VALUES ('%s', '%s', 1, '%s')".formatted(id, b, moment));
        return id;
    }

    private List<String> left(String table, String column) {
        return database.rows("SELECT " + column + " FROM " + table + " ORDER BY 1");
    }

    @Test
    void whatBeganInAMonthThatIsOverForLongEnoughGoesAndTheRestStays() {
        said("2026-09-30T23:59:59.999Z", ANN, BOB, "old");
        String younger = said("2026-10-01T00:00:00Z", ANN, CLEO, "young");

        assertThat(retention.sweep(NOW).await()).isEqualTo(1);

        assertThat(left("messages", "conversation")).containsExactly(younger);
        assertThat(left("conversations", "id")).containsExactly(younger);
        assertThat(left("read_positions", "conversation")).containsExactly(younger);
        assertThat(left("uploads", "key")).containsExactly("young");
        assertThat(left("doomed_images", "key")).containsExactly("old");
        assertThat(left("users", "id")).containsExactly(ANN, CLEO);
        assertThat(left("pg_class WHERE relname IN ('messages_2026_09', 'messages_2026_10')", "relname"))
                .containsExactly("messages_2026_10");
    }

    @Test
    void whatWasReportedIsCopiedFirstAndItsImagesStay() {
        String reported = said("2026-09-02T00:00:00Z", ANN, BOB, "proof");
        said("2026-09-03T00:00:00Z", ANN, BOB, "old");
        database.execute("INSERT INTO reported_conversations (id) VALUES ('" + reported + "')");

        retention.sweep(NOW).await();

        assertThat(database.rows("SELECT conversation, sender, sequence, url FROM reported_messages"))
                .containsExactly(reported + "|" + ANN + "|1|/media/proof");
        assertThat(database.rows("SELECT id, a, b FROM reported_conversations"))
                .containsExactly(reported + "|" + ANN + "|" + BOB);
        assertThat(left("conversations", "id")).isEmpty();
        assertThat(left("uploads", "key")).containsExactly("proof");
        assertThat(left("doomed_images", "key")).containsExactly("old");
    }

    @Test
    void whoIsBeingErasedStaysUntilThatIsDone() {
        said("2026-09-02T00:00:00Z", ANN, BOB, "old");
        database.execute("UPDATE users SET erased_at = now(), erasing_since = now() WHERE id = '" + ANN + "'");

        retention.sweep(NOW).await();

        assertThat(left("users", "id")).containsExactly(ANN, CLEO);
    }

    @Test
    void anImageThatAYoungerConversationShowsTooStays() {
        said("2026-09-30T23:59:00Z", ANN, BOB, "shared");
        said("2026-10-01T00:01:00Z", ANN, BOB, "shared");

        retention.sweep(NOW).await();

        assertThat(left("uploads", "key")).containsExactly("shared");
        assertThat(left("doomed_images", "key")).isEmpty();
    }

    @Test
    void aSecondSweepFindsNothingAndWhatArrivesLateGoesWithTheNext() {
        said("2026-09-02T00:00:00Z", ANN, BOB, "old");
        assertThat(retention.sweep(NOW).await()).isEqualTo(1);
        assertThat(retention.sweep(NOW).await()).isZero();
        database.execute("INSERT INTO users (id, first_seen) VALUES ('" + ANN + "', now()), ('" + BOB + "', now())");
        said("2026-09-04T00:00:00Z", ANN, BOB, "late");

        assertThat(retention.sweep(NOW).await()).isEqualTo(1);
        assertThat(left("conversations", "id")).isEmpty();
        assertThat(left("doomed_images", "key")).containsExactly("late", "old");
    }

    /** So many reported conversations of September, with so many messages each. */
    private void reported(int conversations, int messages) {
        database.execute("SELECT ensure_messages_partition('2026-09-10')");
        database.execute("""
                INSERT INTO messages (conversation, sender, id, sequence, sent_at, type, body)
                SELECT uuid_v7_floor('2026-09-10'::timestamptz + c * interval '1 s'), '%s', gen_random_uuid(), n,
                  '2026-09-10', 'text', 'number ' || n
                FROM generate_series(1, %d) AS c, generate_series(1, %d) AS n""".formatted(ANN, conversations, messages));
        database.execute("INSERT INTO reported_conversations (id) SELECT DISTINCT conversation FROM messages");
    }

    @Test
    @NeedsPostgresTimers
    void whatWasReportedIsCopiedWhilePeopleReadAndWrite() {
        reported(250, 20);
        String younger = said("2026-10-01T00:00:00Z", ANN, CLEO, "young");

        database.whileLocked("UPDATE messages SET body = 'held' WHERE conversation = '" + younger + "'", () -> {
            assertThatThrownBy(() -> retention.sweep(NOW).await()).hasMessageContaining("lock");
            assertThat(database.number("SELECT count(*) FROM reported_messages"))
                    .as("copied though somebody else writes")
                    .isEqualTo(5_000);
            assertThat(database.number("SELECT count(*) FROM messages_2026_09")).isEqualTo(5_000);
        });
        database.execute("INSERT INTO reported_conversations (id) SELECT '" + younger + "'");
        String late = said("2026-09-20T00:00:00Z", ANN, BOB, "late");
        database.execute("INSERT INTO reported_conversations (id) VALUES ('" + late + "')");

        assertThat(retention.sweep(NOW).await()).isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM reported_messages")).isEqualTo(5_001);
        assertThat(left("messages", "conversation")).containsExactly(younger);
    }

    @Test
    @NeedsPostgresTimers
    void aMonthThatSomebodyUsesIsTriedAgainAndAgainWithoutHoldingUpThoseBehind() {
        reported(1, 1);
        List<Future<Integer>> sweep = new ArrayList<>();
        AtomicInteger reads = new AtomicInteger();
        database.whileLocked("SELECT FROM messages", () -> {
            sweep.add(retention.sweep(NOW));
            await().until(() -> database.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            + " AND datname = current_database()")
                    > 0);
            // Whoever comes now stands behind the lock that is waited for, and gets through all the same.
            while (reads.incrementAndGet() < 20) {
                assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(1);
            }
            assertThat(sweep.getFirst().isComplete()).isFalse();
        });

        assertThat(sweep.getFirst().await()).isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM reported_messages")).isEqualTo(1);
    }

    @Test
    @NeedsPostgresTimers
    void whereAWriterIsInTheWayItFailsInsteadOfHoldingEverybodyUp() {
        String reported = said("2026-09-02T00:00:00Z", ANN, BOB, "old");
        database.execute("INSERT INTO reported_conversations (id) VALUES ('" + reported + "')");

        database.whileWritersWait(
                () -> assertThatThrownBy(() -> retention.sweep(NOW).await()).hasMessageContaining("lock"));

        assertThat(left("messages", "sequence")).containsExactly("1");
        assertThat(database.rows("SELECT a, b FROM reported_conversations"))
                .as("whose it is, before its messages stand nowhere else")
                .containsExactly(ANN + "|" + BOB);
        assertThat(retention.sweep(NOW).await()).isEqualTo(1);
    }
}
