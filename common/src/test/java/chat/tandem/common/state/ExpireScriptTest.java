package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.GATEWAY;
import static chat.tandem.common.state.TestShard.OTHER_GATEWAY;
import static chat.tandem.common.state.TestShard.await;
import static chat.tandem.common.state.TestShard.ok;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.state.Connected.Ended;
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
class ExpireScriptTest {
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
    void thePartnerIsToldAfterTwoSecondsAndTheConversationEndsAfterTheGrace() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);
        long left = shard.now();
        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));

        shard.pass(Duration.ofSeconds(2));
        await(shard.upkeep.expire(10));
        assertThat(shard.inbox(bob))
                .contains("partner-disconnected {\"conversationId\":\"" + conversation + "\",\"until\":"
                        + (left + 30_000) + "}");

        shard.advance(Duration.ofSeconds(28));
        await(shard.upkeep.expire(10));
        assertThat(shard.inbox(bob))
                .contains("conversation-ended {\"conversationId\":\"" + conversation + "\",\"reason\":\"expired\"}");
    }

    @Test
    void whoComesTooLateIsToldWhy() {
        Person ann = shard.person();
        Person bob = shard.person();
        String conversation = shard.conversation(ann, bob);
        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));
        shard.advance(Duration.ofSeconds(2));
        await(shard.upkeep.expire(10));
        shard.advance(Duration.ofSeconds(28));
        await(shard.upkeep.expire(10));
        ok(shard.state.register("g3"));

        Connected back = shard.connect(ann.at("g3", "back"));

        assertThat(back.state()).isEqualTo(SessionState.IDLE);
        assertThat(back.ended()).containsExactly(new Ended(conversation, "expired"));
    }

    @Test
    void whenBothAreAwayTheFirstGraceEndsItForBoth() {
        Person ann = shard.person();
        Person bob = shard.person();
        String conversation = shard.conversation(ann, bob);
        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));
        shard.advance(Duration.ofSeconds(1));
        ok(shard.state.disconnect(bob.user(), bob.connection(), GATEWAY));
        shard.advance(Duration.ofSeconds(2));
        await(shard.upkeep.expire(10));
        shard.advance(Duration.ofSeconds(27));
        await(shard.upkeep.expire(10));
        ok(shard.state.register("g3"));

        assertThat(shard.connect(ann.at("g3", "a")).ended()).containsExactly(new Ended(conversation, "expired"));
        assertThat(shard.connect(bob.at("g3", "b")).ended()).containsExactly(new Ended(conversation, "expired"));
    }

    @Test
    void anIdleUserIsForgottenAfterTenMinutes() {
        Person ann = shard.person();
        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));
        shard.advance(Duration.ofMinutes(10));

        assertThat(await(shard.upkeep.expire(10))).isEqualTo(1);

        assertThat(shard.redisText("EXISTS", shard.keys.fixed("sessions"), shard.keys.fixed("away")))
                .isEqualTo("0");
    }

    @Test
    void aWaitingUserWhoStaysAwayIsIdleAfterTheGrace() {
        Person ann = shard.person();
        ok(shard.state.joinQueue(ann.owner(), List.of()));
        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));
        shard.advance(Duration.ofSeconds(30));
        await(shard.upkeep.expire(10));
        ok(shard.state.register("g3"));

        assertThat(shard.connect(ann.at("g3", "back")).state()).isEqualTo(SessionState.IDLE);
    }
}
