package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.GATEWAY;
import static chat.tandem.common.state.TestShard.await;
import static chat.tandem.common.state.TestShard.ok;
import static chat.tandem.common.state.TestShard.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.state.Refusal.Kind;
import chat.tandem.common.state.TestShard.Person;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class DisconnectScriptTest {
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
    void onlyTheConnectionThatHoldsTheSessionCanLetGo() {
        Person first = shard.person();
        Person second = first.at(GATEWAY, "tab2");
        shard.connect(second);

        assertThat(refusal(shard.state.disconnect(first.user(), first.connection(), GATEWAY)))
                .isEqualTo(Kind.STALE);
        ok(shard.state.joinQueue(second.owner(), List.of()));
    }

    @Test
    void aWaitingUserLeavesTheQueueAtOnce() {
        Person ann = shard.person();
        ok(shard.state.joinQueue(ann.owner(), List.of("\"chess\"")));

        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));

        assertThat(shard.redisText("EXISTS", shard.keys.fixed("queue"), shard.keys.fixed("interests")))
                .isEqualTo("0");
        assertThat(shard.score("away", ann.user())).isEqualTo(shard.now() + 30_000);
        assertThat(shard.redisText("SCARD", shard.keys.fixed("online"))).isEqualTo("0");
    }

    @Test
    void thePartnerIsNotToldYet() {
        Person ann = shard.person();
        Person bob = shard.person();
        shard.conversation(ann, bob);

        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));
        await(shard.upkeep.expire(10));

        assertThat(shard.inbox(bob)).noneMatch(event -> event.startsWith("partner-disconnected"));
    }
}
