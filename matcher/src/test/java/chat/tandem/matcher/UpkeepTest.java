package chat.tandem.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.ShardUpkeep;
import chat.tandem.common.state.StateSettings;
import chat.tandem.matcher.Strangers.Person;
import chat.tandem.matcher.pairing.Pairing;
import chat.tandem.matcher.upkeep.Upkeep;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Single moments of the upkeep, without a timer. */
@ExtendWith({Stores.class, VertxExtension.class})
class UpkeepTest {
    private static final StateSettings STATE = StateSettings.read(
            SettingsReader.of(Map.of("TANDEM_PATIENCE", "1h", "TANDEM_GATEWAY_LEASE", "10m", "TANDEM_GRACE", "1h")));

    private Strangers strangers;
    private ShardBus bus;
    private Upkeep upkeep;

    @BeforeEach
    void open(Vertx vertx, RedisStore redis) {
        strangers = new Strangers(vertx, redis, STATE);
        bus = ShardBus.open(vertx, RedisSettings.standalone(redis.url()), strangers.keys);
        await().until(() -> bus.commands().connected());
        ShardUpkeep shard = new ShardUpkeep(bus.commands()::send, strangers.keys, STATE);
        upkeep = new Upkeep(shard, new Pairing(shard, new Metrics()), "matcher", Duration.ofMillis(1));
    }

    @AfterEach
    void close() {
        bus.close().await();
        strangers.close();
    }

    private void oneMoment() {
        await().until(() -> upkeep.run().await());
    }

    @Test
    void aStormOfPeopleWhosePatienceEndsTogetherIsSweptInTheNextMoment() {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            people.add(strangers.waiting("interest " + i));
        }
        oneMoment();
        assertThat(strangers.command("ZCARD", strangers.keys.fixed("queue"))).isEqualTo("2000");
        strangers.endPatience(people);

        oneMoment();

        assertThat(strangers.command("ZCARD", strangers.keys.fixed("queue"))).isEqualTo("0");
    }
}
