package chat.tandem.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.ops.Operations;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.persistence.schema.Migrations;
import chat.tandem.persistence.store.PostgresAddress;
import chat.tandem.persistence.store.PostgresSettings;
import chat.tandem.testing.PostgresProcess;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.ServiceProcess;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * PostgreSQL and persistence are killed while messages flow, and then it is counted. A few times in every build; as often
 * as one likes by {@code -Dtandem.kills=50}.
 */
@ExtendWith({Stores.class, VertxExtension.class})
class KillsTest {

    private static final int KILLS = Integer.getInteger("tandem.kills", 3);
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int BATCH = 50;

    private static final String ODD = """
            SELECT conversation, count(*), count(DISTINCT sequence), max(sequence) FROM messages GROUP BY conversation
            HAVING count(*) <> max(sequence) OR count(DISTINCT sequence) <> count(*)""";

    private RedisStore redis;
    private Feed feed;
    private Chatter chatter;

    @BeforeEach
    void talk(Vertx vertx, RedisStore redis) {
        this.redis = redis;
        feed = new Feed(vertx, redis);
        chatter = Chatter.begin(feed);
    }

    @AfterEach
    void silence() {
        chatter.end();
        feed.close();
    }

    @Test
    void postgresKilledInTheMiddleOfCommitsLosesNothingAndStoresNothingTwice(Vertx vertx) {
        try (PostgresProcess postgres = PostgresProcess.start()) {
            Migrations.migrate(PostgresAddress.parse(postgres.url()), 1);
            var settings = new PersistenceSettings(
                    RedisSettings.standalone(redis.url()),
                    PostgresSettings.of(PostgresAddress.parse(postgres.url())),
                    BATCH,
                    Duration.ofMillis(1),
                    Duration.ofMillis(500));
            String deployment = vertx.deployVerticle(new PersistenceVerticle(settings, new Operations()))
                    .await();
            Database database = Database.at(postgres.url());
            int unfinished = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitProgress(database);
                postgres.kill();
                unfinished += feed.taken() > 0 ? 1 : 0;
                postgres.restart();
            }
            assertThat(unfinished).as("kills that met a batch").isPositive();
            awaitAllStored(database);
            vertx.undeploy(deployment).await();
        }
    }

    @Test
    void persistenceKilledInTheMiddleOfBatchesLosesNothingAndStoresNothingTwice(PostgresStore postgres) {
        Database database = Database.migrated(postgres);
        Map<String, String> settings = Map.of(
                "TANDEM_REDIS_URL", redis.url(),
                "TANDEM_POSTGRES_URL", postgres.url(),
                "TANDEM_READER_LEASE", "500ms",
                "TANDEM_WRITE_BATCH", Integer.toString(BATCH));
        try (Processes processes = Processes.of(settings)) {
            int unfinished = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                ServiceProcess persistence = processes.start("persistence");
                awaitProgress(database);
                persistence.kill();
                unfinished += feed.taken() > 0 ? 1 : 0;
            }
            assertThat(unfinished).as("kills that met a batch").isPositive();
            processes.start("persistence");
            awaitAllStored(database);
        }
    }

    /** Until something more has been committed: then the next commits are on their way. */
    private static void awaitProgress(Database database) {
        long before = database.number("SELECT count(*) FROM messages");
        await().atMost(LONG)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> database.number("SELECT count(*) FROM messages") > before);
    }

    private void awaitAllStored(Database database) {
        long said = chatter.end();
        await().atMost(LONG).until(() -> feed.waiting() == 0);

        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(said);
        assertThat(database.rows(ODD)).isEmpty();
        assertThat(database.number("SELECT count(*) FROM conversations")).isEqualTo(chatter.conversations());
        assertThat(feed.deadLetterCount()).isZero();
    }
}
