package chat.tandem.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.ops.Metrics;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.ShardUpkeep;
import chat.tandem.common.state.StateSettings;
import chat.tandem.matcher.Strangers.Person;
import chat.tandem.matcher.pairing.HintReader;
import chat.tandem.matcher.pairing.Pairing;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hints alone, without anybody who sweeps the queue. */
@ExtendWith({Stores.class, VertxExtension.class})
class PairingByHintTest {

    private Strangers strangers;
    private ShardBus bus;
    private Pairing pairing;
    private HintReader hints;

    @BeforeEach
    void open(Vertx vertx, RedisStore redis) {
        strangers = new Strangers(vertx, redis, StateSettings.defaults());
        bus = ShardBus.open(vertx, RedisSettings.standalone(redis.url()), strangers.keys);
        await().until(() -> bus.commands().connected());
        pairing = new Pairing(
                new ShardUpkeep(bus.commands()::send, strangers.keys, StateSettings.defaults()), new Metrics());
        hints = new HintReader(vertx, bus, pairing, Duration.ofSeconds(1));
    }

    @AfterEach
    void close() {
        bus.close().await();
        strangers.close();
    }

    @Test
    void whoJoinsIsPairedByTheHintAlone() {
        hints.start().await();
        Person one = strangers.waiting();
        Person other = strangers.waiting();

        await().until(() -> strangers.areTogether(one, other));
        await().until(() ->
                strangers.command("XLEN", strangers.keys.fixed("matcher")).equals("0"));
    }

    @Test
    void aLongRowOfUsersIsPairedInSeveralCalls() {
        List<Person> people =
                IntStream.range(0, 80).mapToObj(i -> strangers.waiting()).toList();

        assertThat(pairing.pair(people.stream().map(Person::user).toList(), false)
                        .await())
                .isEqualTo(40);
        assertThat(people).allMatch(strangers::isPaired);
    }

    @Test
    void askingForTheSameUserTwicePairsThemOnce() {
        Person one = strangers.waiting();
        Person other = strangers.waiting();

        assertThat(pairing.pair(List.of(one.user(), one.user(), other.user()), false)
                        .await())
                .isEqualTo(1);
        assertThat(pairing.pair(List.of(one.user(), other.user()), false).await())
                .isZero();
    }
}
