package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.GATEWAY;
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
class LeaveQueueScriptTest {
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
    void aWaitingUserGivesThePlaceUp() {
        Person ann = shard.person();
        ok(shard.state.joinQueue(ann.owner(), List.of("\"chess\"")));

        ok(shard.state.leaveQueue(ann.owner()));

        assertThat(shard.redisText("EXISTS", shard.keys.fixed("queue"), shard.keys.fixed("interests")))
                .isEqualTo("0");
        ok(shard.state.leaveQueue(ann.owner()));
    }

    @Test
    void whoIsInAConversationIsNotInTheQueue() {
        Person ann = shard.person();
        shard.conversation(ann, shard.person());

        assertThat(refusal(shard.state.leaveQueue(ann.owner()))).isEqualTo(Kind.WRONG_STATE);
    }

    @Test
    void anotherTabMayNot() {
        Person ann = shard.person();
        ok(shard.state.joinQueue(ann.owner(), List.of()));

        assertThat(refusal(shard.state.leaveQueue(ann.at(GATEWAY, "other").owner())))
                .isEqualTo(Kind.STALE);
        assertThat(shard.redisText("ZCARD", shard.keys.fixed("queue"))).isEqualTo("1");
    }
}
