package chat.tandem.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class StoresTest {
    private static final Set<String> DATABASES = new HashSet<>();

    @Test
    void everyTestFindsRedisEmpty(RedisStore redis) {
        assertThat(redis.command("DBSIZE")).isEqualTo("0");
        assertThat(redis.command("SET", "a", "1")).isEqualTo("OK");
    }

    @Test
    void everyOtherTestFindsItEmptyToo(RedisStore redis) {
        assertThat(redis.command("DBSIZE")).isEqualTo("0");
        assertThat(redis.command("SET", "b", "1")).isEqualTo("OK");
    }

    @Test
    void everyTestHasADatabaseOfItsOwn(PostgresStore postgres) {
        assertThat(DATABASES.add(postgres.url())).isTrue();
        postgres.execute("CREATE TABLE once (id int)");
    }

    @Test
    void everyOtherTestHasADatabaseOfItsOwnToo(PostgresStore postgres) {
        assertThat(DATABASES.add(postgres.url())).isTrue();
        postgres.execute("CREATE TABLE once (id int)");
    }

    @Test
    void aClusterRefusesCommandsAcrossSlots(@ClusterEnabled RedisStore redis) {
        assertThat(redis.command("CLUSTER", "INFO")).contains("cluster_slots_ok:16384");
        assertThatThrownBy(() -> redis.command("MGET", "{a}1", "{b}1")).hasMessageContaining("CROSSSLOT");
    }

    @Test
    void aServerOfItsOwnComesBackEmptyAfterARestart(RedisProcess redis) {
        redis.command("SET", "a", "1");
        redis.restart();
        assertThat(redis.command("DBSIZE")).isEqualTo("0");
    }

    @Test
    void anObjectStoreGoesAwayAndComesBackWithWhatItHeld(S3Store s3) {
        assertThat(s3.keys("")).isEmpty();
        s3.put("staging/a", "image/png", new byte[] {1, 2});
        s3.stop();
        assertThatThrownBy(() -> s3.keys("")).hasMessageContaining("refused");
        s3.restart();
        assertThat(s3.keys("staging/")).containsExactly("staging/a");
        assertThat(s3.read("staging/a")).containsExactly(1, 2);
    }
}
