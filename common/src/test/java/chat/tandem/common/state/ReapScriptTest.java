package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.GATEWAY;
import static chat.tandem.common.state.TestShard.OTHER_GATEWAY;
import static chat.tandem.common.state.TestShard.await;
import static chat.tandem.common.state.TestShard.ok;
import static chat.tandem.common.state.TestShard.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.state.Refusal.Kind;
import chat.tandem.common.state.TestShard.Person;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class ReapScriptTest {
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
    void aGatewayWhoseLeaseHoldsIsLeftAlone() {
        Person ann = shard.person();

        await(shard.upkeep.reap(GATEWAY));

        ok(shard.state.joinQueue(ann.owner(), List.of()));
    }

    @Test
    void theUsersOfADeadOneAreAwayAndNothingOfItIsLeft() {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            people.add(shard.person());
        }
        shard.advance(Duration.ofSeconds(6));

        List<Integer> left = new ArrayList<>();
        do {
            left.add(await(shard.upkeep.reap(GATEWAY)));
        } while (left.get(left.size() - 1) > 0);

        assertThat(left).hasSizeBetween(3, 4);
        assertThat(shard.redisText("ZCARD", shard.keys.fixed("away"))).isEqualTo("450");
        assertThat(shard.redisText("EXISTS", shard.keys.inbox(GATEWAY), shard.keys.on(GATEWAY)))
                .isEqualTo("0");
        assertThat(refusal(shard.state.renew(GATEWAY))).isEqualTo(Kind.GONE);
        assertThat(refusal(shard.state.joinQueue(people.get(0).owner(), List.of())))
                .isEqualTo(Kind.GONE);
    }

    @Test
    void aHalfReapedOneCannotRenew() {
        for (int i = 0; i < 250; i++) {
            shard.person();
        }
        shard.advance(Duration.ofSeconds(6));
        assertThat(await(shard.upkeep.reap(GATEWAY))).isPositive();

        assertThat(refusal(shard.state.renew(GATEWAY))).isEqualTo(Kind.GONE);
    }

    @Test
    void whoMovedToAnotherGatewayStays() {
        Person ann = shard.person();
        Person moved = ann.at(OTHER_GATEWAY, "moved");
        shard.connect(moved);
        shard.passWithout(GATEWAY, Duration.ofSeconds(6));

        await(shard.upkeep.reap(GATEWAY));

        ok(shard.state.joinQueue(moved.owner(), List.of()));
    }

    @Test
    void aGatewayThatStopsRemovesItself() {
        shard.person();

        assertThat(ok(shard.state.deregister(GATEWAY))).isZero();

        assertThat(shard.score("gateways", GATEWAY)).isEqualTo(-1);
    }
}
