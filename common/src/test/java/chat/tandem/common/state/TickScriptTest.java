package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.GATEWAY;
import static chat.tandem.common.state.TestShard.OTHER_GATEWAY;
import static chat.tandem.common.state.TestShard.await;
import static chat.tandem.common.state.TestShard.ok;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.state.TestShard.Person;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class TickScriptTest {
    private TestShard shard;

    @BeforeEach
    void openShard(RedisStore redis) {
        shard = new TestShard(redis);
    }

    @AfterEach
    void closeShard() {
        shard.close();
    }

    @Test
    void oneMatcherHasTheMomentAndNamesTheLapsed() {
        assertThat(await(shard.upkeep.tick("m1", 60_000))).isNotNull();
        assertThat(await(shard.upkeep.tick("m2", 60_000))).isNull();
    }

    @Test
    void lapsedGatewaysAreNamed() {
        shard.redis("SET", shard.keys.fixed("tick"), Long.toString(shard.now() + 5_000));
        shard.advance(Duration.ofSeconds(6));
        ok(shard.state.renew(OTHER_GATEWAY));

        assertThat(await(shard.upkeep.tick("m1", 60_000)).lapsed()).containsExactly(GATEWAY);
    }

    @Test
    void afterAStopOfEverythingNobodyIsReaped() {
        Person ann = shard.person();
        Person bob = shard.person();
        shard.conversation(ann, bob);
        await(shard.upkeep.tick("m1", 60_000));
        shard.redis("DEL", shard.keys.fixed("tick-lock"));
        ok(shard.state.disconnect(bob.user(), bob.connection(), GATEWAY));
        long due = shard.score("away", bob.user());
        shard.advance(Duration.ofSeconds(60));

        ShardUpkeep.Tick tick = await(shard.upkeep.tick("m1", 60_000));

        assertThat(tick.gapMillis()).isEqualTo(60_000);
        assertThat(tick.lapsed()).isEmpty();
        assertThat(shard.score("away", bob.user())).isEqualTo(due + 60_000);
        ok(shard.state.joinQueue(shard.person().owner(), List.of()));
    }

    @Test
    void blocksThatAreOverAreSwept() {
        shard.redis("ZADD", shard.keys.fixed("blocks"), Long.toString(shard.now() - 1), "a|b");

        await(shard.upkeep.tick("m1", 60_000));

        assertThat(shard.redisText("EXISTS", shard.keys.fixed("blocks"))).isEqualTo("0");
    }
}
