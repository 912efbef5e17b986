package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.GATEWAY;
import static chat.tandem.common.state.TestShard.OTHER_GATEWAY;
import static chat.tandem.common.state.TestShard.await;
import static chat.tandem.common.state.TestShard.ok;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.state.TestShard.Person;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class TickScriptTest {
    private RedisStore store;
    private TestShard shard;

    @BeforeEach
    void openShard(RedisStore redis) {
        store = redis;
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
        shard.passWithout(GATEWAY, Duration.ofSeconds(6));

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
    void afterAStopOfRedisNobodyIsReapedThoughARenewalCameFirst() {
        Person ann = shard.person();
        await(shard.upkeep.tick("m1", 60_000));
        shard.redis("DEL", shard.keys.fixed("tick-lock"));
        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));
        long due = shard.score("away", ann.user());
        shard.advance(Duration.ofSeconds(60));

        Lease lease = ok(shard.state.renew(OTHER_GATEWAY));
        ShardUpkeep.Tick tick = await(shard.upkeep.tick("m1", 60_000));

        assertThat(lease.gapMillis()).isEqualTo(60_000);
        assertThat(tick.gapMillis()).isZero();
        assertThat(tick.lapsed()).isEmpty();
        assertThat(shard.score("away", ann.user())).isEqualTo(due + 60_000);
    }

    @Test
    void afterAStopOfAllMatchersNobodyMeetsWhoIsGoneAndThePartnerHearsItInTime() {
        Person ann = shard.person(GATEWAY);
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);
        Person ghost = shard.person(OTHER_GATEWAY);
        ok(shard.state.joinQueue(ghost.owner(), List.of()));
        await(shard.upkeep.tick("m1", 60_000));
        shard.redis("DEL", shard.keys.fixed("tick-lock"));
        for (int second = 0; second < 34; second++) { // No matcher ticks, and then one of the gateways dies.
            shard.pass(Duration.ofSeconds(1));
        }
        shard.passWithout(OTHER_GATEWAY, Duration.ofSeconds(6));
        Person visitor = shard.person(GATEWAY);
        ok(shard.state.joinQueue(visitor.owner(), List.of()));

        ShardUpkeep.Tick tick = await(shard.upkeep.tick("m1", 60_000));
        assertThat(await(shard.upkeep.pair(List.of(visitor.user()), true))).isEmpty();
        tick.lapsed().forEach(gateway -> await(shard.upkeep.reap(gateway)));
        shard.advance(Duration.ofSeconds(2));
        await(shard.upkeep.expire(10));

        assertThat(tick.gapMillis()).isZero();
        assertThat(tick.lapsed()).containsExactly(OTHER_GATEWAY);
        assertThat(shard.score("queue", ghost.user())).isEqualTo(-1);
        assertThat(shard.inbox(ann))
                .contains("partner-disconnected {\"conversationId\":\"" + conversation + "\",\"until\":"
                        + (shard.now() + 28_000) + "}");
    }

    @Test
    void leasesOfReadersAreMovedOnlyByAStopOfRedis() {
        shard.redis("ZADD", shard.keys.fixed("readers"), Long.toString(shard.now() + 5_000), "messages:r1");
        for (int second = 0; second < 40; second++) {
            shard.pass(Duration.ofSeconds(1));
        }
        await(shard.upkeep.tick("m1", 60_000));
        long lapsed = shard.score("readers", "messages:r1");
        shard.redis("DEL", shard.keys.fixed("tick-lock"));
        shard.advance(Duration.ofSeconds(60));
        await(shard.upkeep.tick("m1", 60_000));

        assertThat(lapsed).isEqualTo(shard.now() - 95_000);
        assertThat(shard.score("readers", "messages:r1")).isEqualTo(lapsed + 60_000);
    }

    @Test
    void aGatewayThatRenewsSeldomAndAloneMovesNoLeaseOfADeadOne() {
        try (TestShard slow = new TestShard(store, leaseOfHalfAMinute())) {
            long lease = slow.score("gateways", OTHER_GATEWAY);
            for (int third = 0; third < 4; third++) {
                slow.advance(Duration.ofSeconds(10));
                ok(slow.state.renew(GATEWAY));
            }

            assertThat(slow.score("gateways", OTHER_GATEWAY)).isEqualTo(lease);
            assertThat(await(slow.upkeep.tick("m1", 60_000)).lapsed()).containsExactly(OTHER_GATEWAY);
        }
    }

    private static StateSettings leaseOfHalfAMinute() {
        return StateSettings.read(SettingsReader.of(Map.of("TANDEM_GATEWAY_LEASE", "30s")));
    }

    @Test
    void blocksThatAreOverAreSwept() {
        shard.redis("ZADD", shard.keys.fixed("blocks"), Long.toString(shard.now() - 1), "a|b");

        await(shard.upkeep.tick("m1", 60_000));

        assertThat(shard.redisText("EXISTS", shard.keys.fixed("blocks"))).isEqualTo("0");
    }
}
