package chat.tandem.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.bus.RequestRefusedException;
import chat.tandem.common.ops.Operations;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.persistence.Feed.Conversation;
import chat.tandem.persistence.store.PostgresAddress;
import chat.tandem.persistence.store.PostgresSettings;
import chat.tandem.testing.LogsErrors;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An entry that cannot be written holds up nobody whom it does not concern, and is written in the end. */
@LogsErrors("an entry can never be stored")
@ExtendWith({Stores.class, VertxExtension.class})
@NeedsPostgresTimers
class StuckEntriesTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Operations operations = new Operations();
    private Vertx vertx;
    private RedisStore redis;
    private PostgresStore postgres;
    private Feed feed;
    private Database database;
    private Questions questions;

    @BeforeEach
    void open(Vertx vertx, RedisStore redis, PostgresStore postgres) {
        this.vertx = vertx;
        this.redis = redis;
        this.postgres = postgres;
        database = Database.migrated(postgres);
        feed = new Feed(vertx, redis);
        questions = new Questions(vertx, feed);
    }

    @AfterEach
    void close() {
        questions.close();
        feed.close();
    }

    private String start() {
        var settings = new PersistenceSettings(
                RedisSettings.standalone(redis.url()),
                PostgresSettings.of(PostgresAddress.parse(postgres.url())),
                100,
                PersistenceSettings.LINGER,
                Duration.ofMillis(500));
        return vertx.deployVerticle(new PersistenceVerticle(settings, operations))
                .await();
    }

    private Buffer ask(String type, String user, JsonObject data) {
        return questions.ask(type, user, data, Duration.ofSeconds(30)).await();
    }

    private void awaitWaiting(int entries) {
        await().atMost(LONG).until(() -> feed.waiting() == entries);
    }

    private static String lock(String user) {
        return "SELECT FROM users WHERE id = '" + user + "' FOR UPDATE";
    }

    @Test
    void aLockedRowOfOnePersonHoldsUpNeitherOthersNorTheStream() {
        start();
        Conversation locked = feed.begin();
        feed.say(locked, 1, 3);
        awaitWaiting(0);
        database.whileLocked(lock(locked.a()), () -> {
            feed.end(locked);
            Conversation others = feed.begin();
            feed.say(others, 1, 60);
            feed.end(others);

            JsonObject list = new JsonObject(ask("conversations", others.a(), new JsonObject()));
            assertThat(list.getJsonArray("conversations")
                            .getJsonObject(0)
                            .getJsonObject("lastMessage")
                            .getInteger("sequence"))
                    .isEqualTo(60);
            assertThat(ask("export", others.a(), new JsonObject()).toString()).contains(others.a());
            ask("erase", others.b(), new JsonObject().put("moment", System.currentTimeMillis() + 1_000));
            assertThat(database.number("SELECT count(*) FROM messages WHERE type = 'erased'"))
                    .isEqualTo(30);
            assertThat(new JsonObject(ask("history", locked.b(), new JsonObject().put("conversationId", locked.id())))
                            .getJsonArray("messages"))
                    .as("whole, though its end is not stored")
                    .hasSize(3);
            awaitWaiting(1);
            assertThat(redis.command("XPENDING", feed.keys.fixed("messages"), "persistence"))
                    .startsWith("1");
        });
        awaitWaiting(0);
        assertThat(database.number("SELECT count(*) FROM conversations WHERE ended_at IS NULL"))
                .isZero();
        assertThat(feed.deadLetterCount()).isZero();
    }

    @Test
    void whomAStuckEntryConcernsIsNotToldLessThanWasAcknowledged() {
        start();
        Conversation locked = feed.begin();
        awaitWaiting(0);
        database.whileLocked(lock(locked.a()), () -> {
            feed.end(locked);
            assertThatThrownBy(() -> questions
                            .ask("conversations", locked.b(), new JsonObject(), Duration.ofSeconds(3))
                            .await())
                    .isInstanceOf(RequestRefusedException.class);
        });
        assertThat(ask("conversations", locked.b(), new JsonObject()).toString())
                .contains("endedAt");
    }

    @Test
    void aStuckEntryIsWrittenByAnotherProcessWhenItsOwnIsGone() {
        String first = start();
        Conversation locked = feed.begin();
        awaitWaiting(0);
        database.whileLocked(lock(locked.a()), () -> {
            feed.end(locked);
            feed.say(feed.begin(), 1, 20);
            awaitWaiting(1);
            vertx.undeploy(first).await();
            assertThat(feed.waiting()).isEqualTo(1);
            start();
        });
        awaitWaiting(0);
        assertThat(database.number("SELECT count(*) FROM conversations WHERE ended_at IS NOT NULL"))
                .isEqualTo(1);
    }

    @Test
    void whatAnotherWriterStillHoldsIsNoHoleInAPage() {
        String first = start();
        Conversation conversation = feed.begin();
        feed.say(conversation, 1, 16);
        awaitWaiting(0);
        vertx.undeploy(first).await();
        feed.say(conversation, 17, 17);
        String stream = feed.keys.fixed("messages");
        redis.command("ZADD", feed.keys.fixed("readers"), "9999999999999", "messages:frozen");
        redis.command("XREADGROUP", "GROUP", "persistence", "frozen", "COUNT", "1", "STREAMS", stream, ">");
        feed.say(conversation, 18, 19);
        start();
        await().atMost(LONG).until(() -> database.number("SELECT max(sequence) FROM messages") == 19);

        JsonObject about = new JsonObject().put("conversationId", conversation.id());
        assertThatThrownBy(() -> questions
                        .ask("history", conversation.a(), about, Duration.ofSeconds(3))
                        .await())
                .as("the one that is held was said before the question")
                .isInstanceOf(RequestRefusedException.class);

        redis.command("ZREM", feed.keys.fixed("readers"), "messages:frozen");
        assertThat(new JsonObject(ask("history", conversation.a(), about))
                        .getJsonArray("messages").stream()
                                .map(message -> ((JsonObject) message).getInteger("sequence")))
                .isEqualTo(IntStream.rangeClosed(1, 19).boxed().toList());
    }

    @Test
    void aRuleThatRefusesEverythingStopsTheWriterAndLosesNothing() {
        start();
        Conversation conversation = feed.begin();
        awaitWaiting(0);
        database.execute("ALTER TABLE messages ADD CONSTRAINT nothing CHECK (body IS NULL)");
        feed.say(conversation, 1, 60);
        await().atMost(LONG).until(() -> feed.deadLetterCount() == 16);
        await().atMost(LONG).until(() -> operations.health().report().encode().contains("44 entries wait apart"));
        assertThat(operations.metrics().scrape("text/plain")).contains("tandem_writes_held 44");
        assertThat(feed.waiting()).isEqualTo(44);

        database.execute("ALTER TABLE messages DROP CONSTRAINT nothing");
        awaitWaiting(0);
        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(44);
        assertThat(feed.deadLetterCount()).isEqualTo(16);
        assertThat(List.of(operations.health().report().encode())).allMatch(report -> report.contains("nothing waits"));
    }
}
