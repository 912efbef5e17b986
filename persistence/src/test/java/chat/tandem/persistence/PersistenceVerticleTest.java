package chat.tandem.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.bus.DeadLetters;
import chat.tandem.common.bus.WriteEntry;
import chat.tandem.common.ops.Health;
import chat.tandem.common.ops.Operations;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Ids;
import chat.tandem.persistence.Feed.Conversation;
import chat.tandem.persistence.schema.Migrations;
import chat.tandem.persistence.store.PostgresAddress;
import chat.tandem.persistence.store.PostgresSettings;
import chat.tandem.testing.LogsErrors;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({Stores.class, VertxExtension.class})
@LogsErrors("an entry can never be stored")
class PersistenceVerticleTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private Vertx vertx;
    private RedisStore redis;
    private Feed feed;
    private final Operations operations = new Operations();
    private final Health health = operations.health();

    @BeforeEach
    void open(Vertx vertx, RedisStore redis) {
        this.vertx = vertx;
        this.redis = redis;
        feed = new Feed(vertx, redis);
        health.started();
    }

    @AfterEach
    void close() {
        feed.close();
    }

    private String start(String postgresUrl) {
        return start(postgresUrl, null);
    }

    private String start(String postgresUrl, @Nullable Duration retention) {
        var settings = new PersistenceSettings(
                RedisSettings.standalone(redis.url()),
                PostgresSettings.of(PostgresAddress.parse(postgresUrl)),
                100,
                PersistenceSettings.LINGER,
                Duration.ofMillis(500),
                retention);
        return vertx.deployVerticle(new PersistenceVerticle(settings, operations))
                .await();
    }

    private void awaitAllWritten() {
        await().atMost(LONG).until(() -> feed.waiting() == 0);
    }

    @Test
    void anErasureThatAnotherDidNotFinishIsTakenOverAndAnOldMonthGoes(PostgresStore postgres) {
        Database database = Database.migrated(postgres);
        String ann = "00000000-0000-4000-8000-00000000000a";
        String bob = "00000000-0000-4000-8000-00000000000b";
        UUID old = Ids.uuidV7(System.currentTimeMillis() - Duration.ofDays(70).toMillis());
        database.ensureMonthOf(old);
        UUID conversation = Ids.uuidV7();
        database.ensureMonthOf(conversation);
        database.execute("INSERT INTO users (id, first_seen, erased_at, erasing_since) VALUES ('" + ann
                + "', now(), now(), now() - interval '2 minutes'), ('" + bob + "', now(), NULL, NULL)");
        database.execute("WITH id AS (INSERT INTO conversations (id, a, b, started_at)"
                + " VALUES ('" + conversation + "', '" + ann + "', '" + bob
                + "', now() - interval '1 second') RETURNING id)"
                + " INSERT INTO messages SELECT 1, now() - interval '1 second', id, '" + ann
                + "', id, 'text', 'words' FROM id");
        start(postgres.url(), Duration.ofDays(1));

        await().atMost(LONG)
                .until(() -> database.rows("SELECT type, body FROM messages").equals(List.of("erased|null")));
        await().atMost(LONG)
                .until(() -> database.number("SELECT count(*) FROM users WHERE erasing_since IS NOT NULL") == 0);
        String oldMonths = "SELECT count(*) FROM pg_class WHERE relname = '" + Database.monthOf(old) + "'";
        await().atMost(LONG).until(() -> database.number(oldMonths) == 0);
        assertThat(redis.command("GET", feed.keys.fixed("persistence-turn"))).isEqualTo("1");
    }

    @Test
    void whatIsAppendedIsStoredAndThenTakenOffTheStream(PostgresStore postgres) {
        Database database = Database.migrated(postgres);
        start(postgres.url());
        Conversation conversation = feed.begin();
        feed.say(conversation, 1, 10);
        feed.append(new WriteEntry.Read(conversation.id(), conversation.a(), 9, 1_700_000_000_000L));
        feed.end(conversation);
        awaitAllWritten();

        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(10);
        assertThat(database.rows("SELECT a, b, end_reason FROM conversations"))
                .containsExactly(conversation.a() + "|" + conversation.b() + "|left");
        assertThat(database.rows("SELECT reader, sequence FROM read_positions"))
                .containsExactly(conversation.a() + "|9");
        assertThat(database.rows("SELECT name FROM users WHERE id = '" + conversation.a() + "'"))
                .containsExactly("Ann \"A\"");
    }

    @Test
    void twoInstancesStoreEachMessageOnce(PostgresStore postgres) {
        Database database = Database.migrated(postgres);
        start(postgres.url());
        start(postgres.url());
        for (int i = 0; i < 20; i++) {
            feed.say(feed.begin(), 1, 100);
        }
        awaitAllWritten();

        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(2_000);
        assertThat(database.number("SELECT count(*) FROM conversations")).isEqualTo(20);
    }

    @Test
    void whatAnInstanceTookAndNeverFinishedAnotherStores(PostgresStore postgres) {
        Database database = Database.migrated(postgres);
        String first = start(postgres.url());
        feed.say(feed.begin(), 1, 5);
        awaitAllWritten();
        vertx.undeploy(first).await();
        feed.say(feed.begin(), 1, 5);
        redis.command("XREADGROUP", "GROUP", "persistence", "killed", "COUNT", "4", "STREAMS", messages(), ">");
        start(postgres.url());
        awaitAllWritten();

        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(10);
    }

    @Test
    void anEntryThatIsStoredAlreadyChangesNothingWhenItComesAgain(PostgresStore postgres) {
        Database database = Database.migrated(postgres);
        start(postgres.url());
        Conversation conversation = feed.begin();
        WriteEntry message = feed.message(conversation, 1, "once");
        feed.append(message);
        awaitAllWritten();
        feed.append(message);
        feed.append(message);
        awaitAllWritten();

        assertThat(database.rows("SELECT body FROM messages")).containsExactly("once");
    }

    @Test
    void poisonIsDeadLetteredAloneWithItsReason(PostgresStore postgres) {
        Database database = Database.migrated(postgres);
        Conversation conversation = feed.begin();
        feed.say(conversation, 1, 50);
        feed.append(feed.message(conversation, 51, "no \0 please"));
        feed.append(new WriteEntry.Message(conversation.id(), null, Buffer.buffer("{\"from\":1}")));
        feed.append(new WriteEntry.Message(conversation.id(), null, Buffer.buffer("not even JSON")));
        feed.say(conversation, 52, 100);
        start(postgres.url());
        awaitAllWritten();

        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(99);
        assertThat(feed.deadLetterCount()).isEqualTo(3);
        assertThat(feed.deadLetters()).contains("sqlstate 22021", "malformed JSON", "messages");
    }

    @Test
    void whilePostgresIsAwayTheStreamGrowsAndTheServiceStaysReady(PostgresStore postgres) {
        Database database = Database.migrated(postgres);
        start(postgres.url());
        Conversation conversation = feed.begin();
        feed.say(conversation, 1, 10);
        awaitAllWritten();
        database.goAway();
        for (int from = 11; from < 1_011; from += 100) {
            feed.say(conversation, from, from + 99);
        }
        await().until(() -> health.report().encode().contains("away"));
        assertThat(health.ready()).isTrue();
        assertThat(feed.waiting()).isEqualTo(1_000);
        assertThat(feed.taken()).as("held in memory meanwhile").isLessThan(300);
        database.comeBack();
        awaitAllWritten();

        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(1_010);
        assertThat(feed.deadLetterCount()).isZero();
    }

    @Test
    void aRestartOfPostgresInTheMiddleLosesNothing(@TempDir Path folder) {
        try (RestartablePostgres postgres = RestartablePostgres.start(folder)) {
            Migrations.migrate(PostgresAddress.parse(postgres.url()), 1);
            start(postgres.url());
            Conversation conversation = feed.begin();
            feed.say(conversation, 1, 1_000);
            postgres.stop();
            feed.say(conversation, 1_001, 2_000);
            postgres.startAgain();
            feed.say(conversation, 2_001, 3_000);
            awaitAllWritten();

            assertThat(Database.at(postgres.url()).number("SELECT count(DISTINCT sequence) FROM messages"))
                    .isEqualTo(3_000);
            assertThat(Database.at(postgres.url()).number("SELECT count(*) FROM messages"))
                    .isEqualTo(3_000);
        }
    }

    @Test
    void aWriterThatStartsWhileRedisIsFullEmptiesTheStream(PostgresStore postgres) {
        Database database = Database.migrated(postgres);
        feed.say(feed.begin(), 1, 500);
        redis.command("CONFIG", "SET", "maxmemory", "1");
        try {
            start(postgres.url());
            awaitAllWritten();
        } finally {
            redis.command("CONFIG", "SET", "maxmemory", "0");
        }

        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(500);
    }

    @Test
    void whatIsRequeuedIsStoredWhenItsReasonIsGone(PostgresStore postgres) {
        Database database = Database.migrated(postgres);
        database.execute("ALTER TABLE messages ADD CONSTRAINT short CHECK (length(body) < 10)");
        start(postgres.url());
        Conversation conversation = feed.begin();
        feed.append(feed.message(conversation, 1, "more than ten"));
        await().until(() -> feed.deadLetterCount() == 1);
        database.execute("ALTER TABLE messages DROP CONSTRAINT short");
        var letters = new DeadLetters(feed.bus);
        letters.page(null, null, 10)
                .compose(page -> letters.requeue(page.getFirst()))
                .await();
        awaitAllWritten();

        assertThat(database.rows("SELECT body FROM messages")).containsExactly("more than ten");
        assertThat(feed.deadLetterCount()).isZero();
    }

    @Test
    void belowItsMinimumSchemaAnInstanceIsNotReadyAndWritesNothing(PostgresStore postgres) {
        start(postgres.url());
        feed.say(feed.begin(), 1, 5);
        await().until(() -> health.report().encode().contains("version 0"));
        assertThat(health.ready()).isFalse();
        assertThat(feed.waiting()).isEqualTo(6);
        Database database = Database.migrated(postgres);
        awaitAllWritten();

        assertThat(health.ready()).isTrue();
        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(5);
    }

    private String messages() {
        return feed.keys.fixed("messages");
    }
}
