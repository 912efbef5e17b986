package chat.tandem.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Keys;
import chat.tandem.common.state.Shards;
import chat.tandem.persistence.Database;
import chat.tandem.persistence.request.NotFoundException;
import chat.tandem.persistence.request.RequestFields;
import chat.tandem.persistence.store.Pools;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({Stores.class, VertxExtension.class})
class HistoryTest {

    private static final long PATIENT = 10_000;
    private static final String WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            + " AND datname = current_database()";

    private final Keys keys = Shards.of(1).keys(0);
    private final UUID conversation = new UUID(Instant.now().toEpochMilli() << 16 | 0x7000L, 0x8000_0000_0000_0001L);
    private final UUID one = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();

    private Vertx vertx;
    private RedisStore redis;
    private Database database;
    private Pools pools;
    private ShardBus bus;
    private History history;

    @BeforeEach
    void open(Vertx vertx, RedisStore redis, PostgresStore postgres) {
        this.vertx = vertx;
        this.redis = redis;
        database = Database.migrated(postgres);
        database.ensureMonthOf(conversation);
        pools = database.open(vertx);
        bus = ShardBus.open(vertx, RedisSettings.standalone(redis.url()), keys);
        Awaitility.await().until(() -> bus.commands().connected());
        redis.command("XGROUP", "CREATE", keys.fixed("messages"), "persistence", "$", "MKSTREAM");
        history = new History(vertx, bus, new StoredMessages(pools.reads(), Duration.ofSeconds(5)));
    }

    @AfterEach
    void close() {
        bus.close().await();
        pools.close().await();
    }

    private Future<Buffer> ask(UUID user, long patienceMs, Object... fields) {
        JsonObject data = new JsonObject().put("conversationId", conversation.toString());
        for (int i = 0; i < fields.length; i += 2) {
            data.put((String) fields[i], fields[i + 1]);
        }
        Promise<Buffer> page = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(go -> history.page(user, HistoryQuery.parse(new RequestFields(data)), patienceMs)
                        .onComplete(page));
        return page.future();
    }

    /** A page that is asked for when nothing waits; what comes next comes while PostgreSQL is asked. */
    private Future<Buffer> pageWhile(Runnable meanwhile) {
        List<Future<Buffer>> page = new ArrayList<>();
        database.whileLocked("LOCK TABLE messages IN ACCESS EXCLUSIVE MODE", () -> {
            page.add(ask(one, PATIENT));
            Awaitility.await().until(() -> database.number(WAITING) > 0);
            meanwhile.run();
        });
        return page.getFirst();
    }

    private List<Long> sequences(UUID user, Object... fields) {
        JsonObject page = new JsonObject(ask(user, PATIENT, fields).await());
        return page.getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getLong("sequence"))
                .toList();
    }

    private void storeConversation() {
        for (UUID person : List.of(one, other)) {
            database.execute("INSERT INTO users (id, first_seen) VALUES ('" + person + "', now())");
        }
        database.execute(
                "INSERT INTO conversations (id, a, b) VALUES ('" + conversation + "', '" + one + "', '" + other + "')");
    }

    private void storeMessages(long from, long to) {
        database.execute("INSERT INTO messages (conversation, sender, id, sequence, sent_at, type, body) SELECT '"
                + conversation + "', '" + one + "', gen_random_uuid(), n, '2026-07-01T12:00:00.123Z', 'text', "
                + "'number ' || n FROM generate_series(" + from + ", " + to + ") AS n");
    }

    private void log(long from, long to) {
        for (long sequence = from; sequence <= to; sequence++) {
            redis.command(
                    "RPUSH",
                    keys.log(conversation.toString()),
                    "{\"id\":\"x\",\"from\":\"" + one + "\",\"sequence\":" + sequence + "}");
        }
    }

    /** Something of this conversation, which nobody finishes. */
    private void somethingWaitsToBeWritten() {
        somethingWaitsOf(conversation);
    }

    private void somethingWaitsOf(UUID which) {
        redis.command(
                "XADD",
                keys.fixed("messages"),
                "*",
                "v",
                "1",
                "type",
                "message",
                "conversation",
                which + "",
                "data",
                "{}");
        redis.command("XGROUP", "SETID", keys.fixed("messages"), "persistence", "$");
    }

    private void allIsWritten() {
        redis.command("XTRIM", keys.fixed("messages"), "MAXLEN", "0");
    }

    @Test
    void aStoredMessageLooksLikeAReceivedOne() {
        storeConversation();
        database.execute("INSERT INTO messages VALUES (7, '2026-07-01T12:00:00.123Z', '" + conversation + "', '" + one
                + "', '" + other + "', 'text', 'Grüße 👋', null)");

        assertThat(new JsonObject(ask(other, PATIENT).await()))
                .isEqualTo(new JsonObject("""
                        {"messages": [{"id": "%s", "conversationId": "%s", "from": "%s", "type": "text",
                          "body": "Grüße 👋", "sequence": 7, "sentAt": 1782907200123}], "more": false}""".formatted(other, conversation, one)));
    }

    @Test
    void pagesAreReadBackwardsAndForwards() {
        storeConversation();
        storeMessages(1, 120);

        assertThat(sequences(one)).hasSize(50).startsWith(71L).endsWith(120L);
        assertThat(sequences(one, "limit", 2)).containsExactly(119L, 120L);
        assertThat(sequences(one, "before", 119, "limit", 2)).containsExactly(117L, 118L);
        assertThat(sequences(one, "after", 0, "limit", 2)).containsExactly(1L, 2L);
        assertThat(sequences(one, "after", 119)).containsExactly(120L);
        assertThat(new JsonObject(ask(one, PATIENT, "after", 118, "limit", 2).await()).getBoolean("more"))
                .isFalse();
        assertThat(new JsonObject(ask(one, PATIENT, "after", 117, "limit", 2).await()).getBoolean("more"))
                .isTrue();
    }

    @Test
    void whoIsNoParticipantFindsNothing() {
        storeConversation();
        storeMessages(1, 3);

        assertThatThrownBy(() -> ask(UUID.randomUUID(), PATIENT).await()).isInstanceOf(NotFoundException.class);
    }

    @Test
    void whatWaitsToBeWrittenComesFromTheLog() {
        storeConversation();
        storeMessages(1, 3);
        log(2, 5);
        somethingWaitsToBeWritten();

        assertThat(sequences(other)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aConversationThatIsNotStoredYetIsKnownByItsSenders() {
        log(1, 2);
        somethingWaitsToBeWritten();

        assertThat(sequences(one)).containsExactly(1L, 2L);
    }

    @Test
    void whatNeitherKnowsYetIsWaitedFor() {
        storeMessages(1, 3);
        somethingWaitsToBeWritten();
        Future<Buffer> page = ask(other, PATIENT);
        Awaitility.await().during(Duration.ofMillis(100)).until(() -> !page.isComplete());
        storeConversation();
        storeMessages(4, 4);
        allIsWritten();

        assertThat(page.await().toString()).contains("\"sequence\":4");
    }

    @Test
    void writersThatAreTooFarBehindAreNotWaitedForForEver() {
        storeConversation();
        storeMessages(1, 3);
        somethingWaitsToBeWritten();

        assertThatThrownBy(() -> ask(one, 50).await()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void whatWaitsOfOtherConversationsIsNotWaitedFor() {
        storeConversation();
        storeMessages(1, 3);
        for (int i = 0; i < 250; i++) {
            somethingWaitsOf(new UUID(0, i));
        }

        assertThat(sequences(one)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aPageEndsWhereAnotherWriterStillHoldsWhatWasSaidSince() {
        storeConversation();
        storeMessages(1, 16);
        storeMessages(18, 19);
        log(10, 16);

        assertThat(sequences(one))
                .isEqualTo(LongStream.rangeClosed(1, 16).boxed().toList());
        JsonObject page = new JsonObject(ask(one, PATIENT, "limit", 10).await());
        assertThat(page.getJsonArray("messages").getJsonObject(0).getLong("sequence"))
                .isEqualTo(8);
        assertThat(page.getBoolean("more")).isTrue();
        assertThat(sequences(one, "after", 14)).containsExactly(15L, 16L);
        assertThat(sequences(one, "after", 16)).isEmpty();
    }

    @Test
    void whereNothingTellsWhetherAHoleIsOnItsWayItIsWaitedFor() {
        storeConversation();
        storeMessages(1, 2);
        storeMessages(4, 4);
        Future<Buffer> page = pageWhile(this::somethingWaitsToBeWritten);
        Awaitility.await().during(Duration.ofMillis(100)).until(() -> !page.isComplete());
        storeMessages(3, 3);
        allIsWritten();

        assertThat(page.await().toString()).containsSubsequence("number 1", "number 2", "number 3", "number 4");
    }

    @Test
    void aHoleThatNothingWillFillIsPassedOver() {
        storeConversation();
        storeMessages(1, 2);
        storeMessages(4, 5);

        assertThat(sequences(one)).containsExactly(1L, 2L, 4L, 5L);
        assertThat(sequences(one, "before", 4)).containsExactly(1L, 2L);
        assertThat(sequences(one, "after", 2)).containsExactly(4L, 5L);
    }

    @Test
    void aPageIsAtMost256KiBAndSaysThatThereIsMore() {
        storeConversation();
        database.execute("INSERT INTO messages (conversation, sender, id, sequence, sent_at, type, body) SELECT '"
                + conversation + "', '" + one + "', gen_random_uuid(), n, now(), 'text', repeat('ह', 4000)"
                + " FROM generate_series(1, 100) AS n");
        List<Long> all = new ArrayList<>();
        long last = 0;
        boolean more = true;
        while (more) {
            Buffer json = ask(other, PATIENT, "after", last, "limit", 100).await();
            assertThat(json.length()).as("from %d on", last).isBetween(200_000, 256 * 1024);
            JsonObject page = new JsonObject(json);
            for (Object message : page.getJsonArray("messages")) {
                all.add(((JsonObject) message).getLong("sequence"));
            }
            last = all.getLast();
            more = page.getBoolean("more");
            if (last > 80) {
                break;
            }
        }
        assertThat(all)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
        JsonObject newest = new JsonObject(ask(other, PATIENT, "limit", 100).await());
        assertThat(newest.getBoolean("more")).isTrue();
        assertThat(newest.getJsonArray("messages").size()).isBetween(15, 25);
    }

    @Test
    void thereIsNoHistoryWhilePostgresIsAway() {
        database.goAway();

        assertThatThrownBy(() -> ask(one, PATIENT).await()).isNotInstanceOf(NotFoundException.class);
        database.comeBack();
    }
}
