package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.GATEWAY;
import static chat.tandem.common.state.TestShard.OTHER_GATEWAY;
import static chat.tandem.common.state.TestShard.ok;
import static chat.tandem.common.state.TestShard.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.state.Refusal.Kind;
import chat.tandem.common.state.TestShard.Person;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class LeaveScriptTest {
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
    void bothAreIdleAndThePartnerIsTold() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);

        ok(shard.state.leave(ann.owner(), conversation));

        assertThat(shard.inbox(bob))
                .contains("conversation-ended {\"conversationId\":\"" + conversation + "\",\"reason\":\"left\"}");
        assertThat(shard.redisText("HEXISTS", shard.keys.fixed("conversations"), conversation))
                .isEqualTo("0");
        ok(shard.state.joinQueue(bob.owner(), List.of()));
        ok(shard.state.joinQueue(ann.owner(), List.of()));
    }

    @Test
    void theLogIsForgottenTenMinutesLater() {
        Person ann = shard.person();
        String conversation = shard.conversation(ann, shard.person());
        shard.say(ann, conversation, new UUID(1, 1));

        ok(shard.state.leave(ann.owner(), conversation));

        assertThat(shard.redis("TTL", shard.keys.log(conversation)).toInteger()).isBetween(1, 600);
        assertThat(shard.redis("TTL", shard.keys.seen(conversation)).toInteger())
                .isBetween(1, 600);
    }

    @Test
    void anotherConversationIsNotLeft() {
        Person ann = shard.person();
        shard.conversation(ann, shard.person());

        assertThat(refusal(shard.state.leave(ann.owner(), "00000000-0000-7000-8000-000000000000")))
                .isEqualTo(Kind.WRONG_STATE);
    }

    @Test
    void peopleCanLeaveWhileRedisIsFull() {
        Person ann = shard.person();
        Person bob = shard.person();
        Person cid = shard.person();
        String conversation = shard.conversation(ann, bob);
        shard.redis("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThat(refusal(shard.state.joinQueue(cid.owner(), List.of()))).isEqualTo(Kind.UNAVAILABLE);
            ok(shard.state.leave(ann.owner(), conversation));
            ok(shard.state.disconnect(bob.user(), bob.connection(), GATEWAY));
        } finally {
            shard.redis("CONFIG", "SET", "maxmemory", "0");
        }
    }
}
