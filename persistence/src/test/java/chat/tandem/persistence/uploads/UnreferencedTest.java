package chat.tandem.persistence.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Shards;
import chat.tandem.persistence.Database;
import chat.tandem.persistence.store.Pools;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({Stores.class, VertxExtension.class})
class UnreferencedTest {

    private final Shards shards = Shards.of(2);

    private Vertx vertx;
    private RedisStore redis;
    private Database database;
    private Pools pools;
    private List<ShardBus> buses;
    private Unreferenced unreferenced;

    @BeforeEach
    void open(Vertx vertx, RedisStore redis, PostgresStore postgres) {
        this.vertx = vertx;
        this.redis = redis;
        database = Database.migrated(postgres);
        pools = database.open(vertx);
        buses = IntStream.range(0, 2)
                .mapToObj(index -> ShardBus.open(vertx, RedisSettings.standalone(redis.url()), shards.keys(index)))
                .toList();
        Awaitility.await()
                .until(() -> buses.stream().allMatch(bus -> bus.commands().connected()));
        unreferenced = new Unreferenced(vertx, buses, pools.reads());
    }

    @AfterEach
    void close() {
        buses.forEach(bus -> bus.close().await());
        pools.close().await();
    }

    private Future<Void> find(String... keys) {
        Promise<Void> over = Promise.promise();
        vertx.runOnContext(go -> unreferenced.find(List.of(keys)).onComplete(over));
        return over.future();
    }

    private void shown(String key) {
        database.execute("INSERT INTO uploads VALUES ('" + key + "', gen_random_uuid(), gen_random_uuid(), now())");
    }

    private String media() {
        return redis.command("XRANGE", shards.keys(0).fixed("media"), "-", "+");
    }

    @Test
    void mediaIsToldWhatNoMessageShows() {
        shown("20260701-aa");
        shown("20260701-aa");
        shown("20260701-cc");
        find("20260701-aa", "20260701-bb", "20260701-cc", "20260701-dd").await();

        assertThat(media())
                .contains("delete-objects", "{\"keys\":[\"20260701-bb\",\"20260701-dd\"]}")
                .doesNotContain("20260701-aa", "20260701-cc");
    }

    @Test
    void nothingIsSaidWhereEverythingIsShown() {
        shown("20260701-aa");
        find("20260701-aa").await();

        assertThat(media()).isEmpty();
    }

    @Test
    void whatWaitsToBeWrittenInAnyShardIsWaitedFor() {
        String messages = shards.keys(1).fixed("messages");
        redis.command("XADD", messages, "*", "v", "1", "type", "message");
        Future<Void> over = find("20260701-aa");
        Awaitility.await().during(Duration.ofMillis(100)).until(() -> !over.isComplete());
        shown("20260701-aa");
        redis.command("XTRIM", messages, "MAXLEN", "0");
        over.await();

        assertThat(media()).isEmpty();
    }

    @Test
    void whilePostgresIsAwayNothingIsDeleted() {
        database.goAway();
        find("20260701-aa").await();
        database.comeBack();

        assertThat(media()).isEmpty();
    }
}
