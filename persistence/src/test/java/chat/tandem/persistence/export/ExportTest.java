package chat.tandem.persistence.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Shards;
import chat.tandem.persistence.Database;
import chat.tandem.persistence.request.BadFieldException;
import chat.tandem.persistence.store.Pools;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** More messages by {@code -Dtandem.export.messages=100000}. */
@ExtendWith({Stores.class, VertxExtension.class})
class ExportTest {

    private static final int MANY = Integer.getInteger("tandem.export.messages", 10_000);
    private static final int LARGEST_PIECE = 256 * 1024;
    private static final String ANN = "00000000-0000-4000-8000-00000000000a";
    private static final String BOB = "00000000-0000-4000-8000-00000000000b";

    private Vertx vertx;
    private Database database;
    private Pools pools;
    private ShardBus bus;
    private Export export;
    private int conversations;
    private int pieces;

    @BeforeEach
    void open(Vertx vertx, RedisStore redis, PostgresStore postgres) {
        this.vertx = vertx;
        database = Database.migrated(postgres);
        pools = database.open(vertx);
        bus = ShardBus.open(
                vertx, RedisSettings.standalone(redis.url()), Shards.of(1).keys(0));
        Awaitility.await().until(() -> bus.commands().connected());
        export = new Export(vertx, bus, pools.reads(), Duration.ofSeconds(10));
        database.execute("INSERT INTO users (id, first_seen, name) VALUES ('" + ANN
                + "', '2026-01-01T00:00:00Z', 'Ann'), ('" + BOB + "', '2026-01-02', 'Bob')");
    }

    @AfterEach
    void close() {
        bus.close().await();
        pools.close().await();
    }

    private JsonObject piece(String user, @Nullable String cursor) {
        Promise<Buffer> piece = Promise.promise();
        vertx.runOnContext(go -> Future.succeededFuture()
                .compose(here -> export.page(UUID.fromString(user), cursor, 10_000))
                .onComplete(piece));
        Buffer answer = piece.future().await();
        assertThat(answer.length()).isLessThanOrEqualTo(LARGEST_PIECE);
        return new JsonObject(answer);
    }

    /** The document. */
    private JsonObject all(String user) {
        StringBuilder document = new StringBuilder();
        String cursor = null;
        do {
            JsonObject piece = piece(user, cursor);
            document.append(piece.getString("chunk"));
            cursor = piece.getString("next");
            pieces++;
        } while (cursor != null);
        return new JsonObject(document.toString());
    }

    /** A conversation of the two with so many messages in turns, Ann first. */
    private String said(int messages, String body) {
        String moment = "('2026-10-31T00:00:00Z'::timestamptz + interval '1 hour' * " + ++conversations + ")";
        database.execute("SELECT ensure_messages_partition(" + moment + ")");
        String id = database.rows("SELECT uuid_v7_floor(" + moment + ")").getFirst();
        boolean annIsFirst = conversations % 2 == 0;
        database.execute("INSERT INTO conversations (id, a, b, started_at) VALUES ('%s', '%s', '%s', %s)"
                .formatted(id, annIsFirst ? ANN : BOB, annIsFirst ? BOB : ANN, moment));
        database.execute("""
                INSERT INTO messages (conversation, sender, id, sequence, sent_at, type, body)
                SELECT '%s', CASE WHEN n %% 2 = 1 THEN '%s' ELSE '%s' END::uuid, gen_random_uuid(), n, '2026-11-02', 'text',
                  %s FROM generate_series(1, %d) AS n""".formatted(id, ANN, BOB, body, messages));
        return id;
    }

    /** So many conversations of the two, with so many messages each, in one statement. */
    private void saidOften(int often, int messages) {
        database.execute("SELECT ensure_messages_partition('2026-11-03T00:00:00Z')");
        database.execute("""
                WITH ids AS (
                  INSERT INTO conversations (id, a, b, started_at)
                  SELECT uuid_v7_floor('2026-11-03T00:00:00Z'::timestamptz + interval '1 second' * n), '%1$s', '%2$s',
                    '2026-11-03' FROM generate_series(1, %3$d) AS n RETURNING id)
                INSERT INTO messages (conversation, sender, id, sequence, sent_at, type, body)
                SELECT ids.id, CASE WHEN n %% 2 = 1 THEN '%1$s' ELSE '%2$s' END::uuid, gen_random_uuid(), n, '2026-11-03',
                  'text', 'b' FROM ids, generate_series(1, %4$d) AS n""".formatted(ANN, BOB, often, messages));
    }

    private static List<String> column(JsonArray objects, String... names) {
        return objects.stream()
                .map(JsonObject.class::cast)
                .map(each -> String.join(
                        " ",
                        java.util.Arrays.stream(names)
                                .map(name -> each.getValue(name) + "")
                                .toList()))
                .toList();
    }

    @Test
    void everythingIsInItOldestFirstAsHistoryShowsIt() {
        String older = said(2, "'number ' || n");
        said(0, "''");
        String newer = said(1, "'[\"' || chr(10) || 'ü'");
        database.execute("UPDATE conversations SET ended_at = '2026-11-03T00:00:00Z', end_reason = 'left' WHERE id = '"
                + older + "'");
        database.execute("INSERT INTO read_positions VALUES ('" + older + "', '" + ANN + "', 2, now())");
        database.execute("INSERT INTO uploads VALUES ('20261102-aa', '" + newer + "', '" + ANN
                + "', '2026-11-03T00:00:00Z'), ('20261102-bb', '" + newer + "', '" + BOB + "', now())");

        JsonObject document = all(ANN);

        assertThat(document.fieldNames()).containsExactly("user", "conversations", "messages", "uploads");
        assertThat(document.getJsonObject("user"))
                .isEqualTo(new JsonObject()
                        .put("userId", ANN)
                        .put("kind", "guest")
                        .put("name", "Ann")
                        .put("firstSeen", 1_767_225_600_000L));
        assertThat(document.getJsonArray("conversations")).hasSize(3);
        assertThat(document.getJsonArray("conversations").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("conversationId", older)
                        .put("kind", "stranger")
                        .put("partnerId", BOB)
                        .put("partnerName", "Bob")
                        .put("startedAt", 1_793_408_400_000L)
                        .put("endedAt", 1_793_664_000_000L)
                        .put("endReason", "left")
                        .put("read", 2));
        assertThat(column(document.getJsonArray("messages"), "conversationId", "sequence", "from", "body"))
                .containsExactly(
                        older + " 1 " + ANN + " number 1",
                        older + " 2 " + BOB + " number 2",
                        newer + " 1 " + ANN + " [\"\nü");
        assertThat(document.getJsonArray("uploads"))
                .containsExactly(new JsonObject()
                        .put("key", "20261102-aa")
                        .put("conversationId", newer)
                        .put("sentAt", 1_793_664_000_000L));
    }

    @Test
    void manyMessagesComeWholeAndOnceInPiecesThatAreSmall() {
        String first = said(3, "'a'");
        String longOne = said(MANY, "'number ' || n");
        saidOften(120, 2);

        long begun = System.nanoTime();
        JsonArray messages = all(ANN).getJsonArray("messages");
        System.out.printf("%,d messages in %,d ms%n", messages.size(), (System.nanoTime() - begun) / 1_000_000);

        assertThat(messages).hasSize(3 + MANY + 240);
        List<String> places = column(messages, "conversationId", "sequence");
        assertThat(places).doesNotHaveDuplicates().startsWith(first + " 1", first + " 2", first + " 3", longOne + " 1");
        assertThat(places.getLast()).endsWith(" 2");
        assertThat(pieces).isLessThan(MANY / 500 + 10);
    }

    @Test
    void longMessagesMakeShortPieces() {
        said(200, "repeat('ü', 4000)");

        assertThat(all(ANN).getJsonArray("messages")).hasSize(200);
        assertThat(pieces).isBetween(7, 12);
    }

    @Test
    void whatIsEscapedTwiceMakesShorterPieces() {
        said(100, "repeat('\"', 4000)");

        assertThat(all(ANN).getJsonArray("messages")).hasSize(100);
        assertThat(pieces).isGreaterThan(7);
    }

    @Test
    void nothingOfBeforeTheErasureAndNothingOfSomebodyWhomNobodyKnows() {
        said(2, "'a'");
        database.execute("UPDATE users SET erased_at = '2026-11-10' WHERE id = '" + ANN + "'");
        String stranger = UUID.nameUUIDFromBytes(new byte[0]).toString();

        assertThat(all(ANN).getJsonArray("messages")).isEmpty();
        assertThat(all(BOB).getJsonArray("messages")).hasSize(2);
        assertThat(all(stranger).getJsonObject("user").getString("userId")).isEqualTo(stranger);
    }

    @Test
    void aCursorThatIsNoneIsRefused() {
        for (String cursor :
                List.of("", "x", "MESSAGES~true~x~1~", "DANCE~true~" + ANN + "~1~", "USER~true~" + ANN + "~x~")) {
            assertThatThrownBy(() -> piece(ANN, cursor)).as(cursor).isInstanceOf(BadFieldException.class);
        }
    }
}
