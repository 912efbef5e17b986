package chat.tandem.common.state;

import static chat.tandem.common.state.ShardState.GUEST_ERASED_LIFE;
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
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class EraseScriptTest {
    private TestShard shard;

    @BeforeEach
    void openShard(RedisStore redis) {
        shard = new TestShard(redis);
    }

    @AfterEach
    void closeShard() {
        shard.close();
    }

    private ConnectRequest by(Person who, long issuedAt) {
        return new ConnectRequest(who.user(), GATEWAY, who.connection(), null, null, null, issuedAt);
    }

    @Test
    void thePartnerIsToldTheOwnConnectionTooAndOfTheUserNothingIsLeft() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);
        shard.say(ann, conversation, new UUID(1, 1));
        shard.upload(ann);

        assertThat(shard.erase(ann)).isEqualTo(shard.now());

        assertThat(shard.inbox(bob))
                .contains("conversation-ended {\"conversationId\":\"" + conversation + "\",\"reason\":\"left\"}");
        assertThat(shard.inbox(ann)).contains("session-erased {}");
        assertThat(shard.last("messages")).containsEntry("type", "end").containsEntry("reason", "left");
        assertThat(shard.redisText("EXISTS", shard.keys.log(conversation))).isEqualTo("0");
        assertThat(shard.redis("TTL", shard.keys.seen(conversation)).toInteger())
                .isBetween(1, 600);
        assertThat(shard.redisText("HEXISTS", shard.keys.fixed("sessions"), ann.user()))
                .isEqualTo("0");
        assertThat(shard.redisText("SISMEMBER", shard.keys.fixed("online"), ann.user()))
                .isEqualTo("0");
        assertThat(shard.redisText("SISMEMBER", shard.keys.on(GATEWAY), ann.user()))
                .isEqualTo("0");
        assertThat(shard.redisText("EXISTS", shard.keys.uploadLimit(ann.user())))
                .isEqualTo("0");
        ok(shard.state.joinQueue(bob.owner(), List.of()));
    }

    @Test
    void whoWaitsLeavesTheQueue() {
        Person ann = shard.person();
        ok(shard.state.joinQueue(ann.owner(), List.of("\"tea\"")));

        shard.erase(ann);

        assertThat(shard.redisText("EXISTS", shard.keys.fixed("queue"), shard.keys.fixed("interests")))
                .isEqualTo("0");
        assertThat(refusal(shard.state.joinQueue(ann.owner(), List.of()))).isEqualTo(Kind.GONE);
    }

    @Test
    void whoIsAwayIsForgottenWithTheLogOfWhatEnded() {
        Person ann = shard.person();
        Person bob = shard.person();
        String conversation = shard.conversation(ann, bob);
        shard.say(ann, conversation, new UUID(1, 1));
        ok(shard.state.leave(bob.owner(), conversation));
        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));

        shard.erase(ann);

        assertThat(shard.redisText("EXISTS", shard.keys.log(conversation))).isEqualTo("0");
        assertThat(shard.score("away", ann.user())).isEqualTo(-1);
        shard.pass(Duration.ofHours(1));
        await(shard.upkeep.expire(100));
    }

    @Test
    void tokensOfBeforeLetNobodyInAnyMoreANewerOneDoes() {
        Person ann = shard.person();
        long moment = shard.erase(ann);

        assertThat(refusal(shard.state.connect(by(ann, moment), ann.beliefs()))).isEqualTo(Kind.ERASED);
        assertThat(refusal(shard.state.connect(by(ann, 0), ann.beliefs()))).isEqualTo(Kind.ERASED);
        ok(shard.state.connect(by(ann, moment + 1), ann.beliefs()));
    }

    @Test
    void againItOnlyMovesTheMomentAndSoItDoesForSomebodyWhomNobodyKnows() {
        Person ann = shard.person();
        long first = shard.erase(ann);
        shard.pass(Duration.ofSeconds(1));

        assertThat(shard.erase(ann)).isEqualTo(first + 1_000);
        assertThat(ok(shard.state.erase(UUID.randomUUID().toString(), GUEST_ERASED_LIFE, true))
                        .marked())
                .isTrue();
        assertThat(shard.redis("TTL", shard.keys.erased(ann.user())).toLong()).isGreaterThan(30L * 24 * 3_600);
    }

    @Test
    void whoseTokensMayLiveForAnyTimeStaysErasedForGood() {
        Person ann = shard.person();

        ok(shard.state.erase(ann.user(), Duration.ZERO, true));

        assertThat(shard.redis("TTL", shard.keys.erased(ann.user())).toLong()).isEqualTo(-1);
        assertThat(refusal(shard.state.connect(by(ann, 0), ann.beliefs()))).isEqualTo(Kind.ERASED);
    }

    @Test
    void erasuresCountAsQuestionsOfTheirUser() {
        Person ann = shard.person();
        for (int i = 0; i < 30; i++) {
            ok(shard.state.erase(ann.user(), GUEST_ERASED_LIFE, false));
        }

        assertThat(await(shard.state.erase(ann.user(), GUEST_ERASED_LIFE, false)))
                .isEqualTo(new Outcome.Refused<Erased>(new Refusal(Kind.RATE_LIMITED, 334)));
        ok(shard.state.erase(shard.person().user(), GUEST_ERASED_LIFE, false));
    }

    @Test
    void aGuestWhoWasNeverMatchedLeavesNothingBehindAndMayComeBack() {
        Person idle = shard.person();
        Person waiting = shard.person();
        ok(shard.state.joinQueue(waiting.owner(), List.of("\"tea\"")));

        for (Person guest : List.of(idle, waiting)) {
            assertThat(ok(shard.state.erase(guest.user(), GUEST_ERASED_LIFE, false)))
                    .isEqualTo(new Erased(shard.now(), false));
            assertThat(shard.inbox(guest)).contains("session-erased {}");
        }
        assertThat(ok(shard.state.erase(UUID.randomUUID().toString(), GUEST_ERASED_LIFE, false))
                        .marked())
                .isFalse();

        assertThat(shard.redisText("EXISTS", shard.keys.erased(idle.user()), shard.keys.erased(waiting.user())))
                .isEqualTo("0");
        assertThat(shard.redisText("EXISTS", shard.keys.fixed("sessions"), shard.keys.fixed("queue")))
                .isEqualTo("0");
        ok(shard.state.connect(by(idle, 0), idle.beliefs()));
    }

    @Test
    void aGuestWhoWasMatchedIsErasedForGoodHoweverThatIsAskedAgain() {
        Person ann = shard.person();
        Person bob = shard.person();
        String conversation = shard.conversation(ann, bob);
        ok(shard.state.leave(bob.owner(), conversation));
        Person eve = shard.person();
        shard.conversation(bob, eve);

        for (Person guest : List.of(ann, bob, eve)) {
            assertThat(ok(shard.state.erase(guest.user(), GUEST_ERASED_LIFE, false))
                            .marked())
                    .isTrue();
            assertThat(ok(shard.state.erase(guest.user(), GUEST_ERASED_LIFE, false))
                            .marked())
                    .isTrue();
            assertThat(refusal(shard.state.connect(by(guest, 0), guest.beliefs())))
                    .isEqualTo(Kind.ERASED);
        }
    }

    @Test
    void bothOfAConversationMayGoAtTheSameTime() {
        Person ann = shard.person();
        Person bob = shard.person();
        shard.conversation(ann, bob);

        shard.erase(ann);
        shard.erase(bob);

        assertThat(shard.redisText("HLEN", shard.keys.fixed("sessions"))).isEqualTo("0");
        assertThat(shard.redisText("HLEN", shard.keys.fixed("conversations"))).isEqualTo("0");
    }
}
