package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.GATEWAY;
import static chat.tandem.common.state.TestShard.OTHER_GATEWAY;
import static chat.tandem.common.state.TestShard.await;
import static chat.tandem.common.state.TestShard.ok;
import static chat.tandem.common.state.TestShard.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.state.Connected.Ended;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions that a hand broke in Redis, and what they are to others: nothing. */
@ExtendWith(Stores.class)
class BrokenSessionTest {
    private TestShard shard;

    @BeforeEach
    void openShard(RedisStore redis) {
        shard = new TestShard(redis);
    }

    @AfterEach
    void closeShard() {
        shard.close();
    }

    /** How a session can be broken; the Lua expression of what is put in its place, made of `s`, what it was. */
    enum Break {
        GARBAGE("'garbage'"),
        TRUNCATED("string.sub(cmsgpack.pack(s), 1, 5)"),
        NO_TABLE("cmsgpack.pack(7)"),
        UNKNOWN_STATE("(function() s.state = 'dreaming' return cmsgpack.pack(s) end)()"),
        NO_STATE("(function() s.state = nil return cmsgpack.pack(s) end)()"),
        WRONG_TYPE("(function() s.last = {1} return cmsgpack.pack(s) end)()"),
        HALF_HELD("(function() s.gateway, s.connection = 'g1', nil return cmsgpack.pack(s) end)()"),
        WAITS_SINCE_NEVER("(function() s.state, s.since = 'waiting', nil return cmsgpack.pack(s) end)()"),
        STRANGE_INTERESTS("(function() s.interests = {{}} return cmsgpack.pack(s) end)()"),
        PAIRED_WITH_NOBODY("(function() s.state, s.partner = 'paired', nil return cmsgpack.pack(s) end)()");

        private final String lua;

        Break(String lua) {
            this.lua = lua;
        }
    }

    private void breakIt(Person person, Break how) {
        shard.redis(
                "EVAL",
                "local s = cmsgpack.unpack(redis.call('HGET', KEYS[1], ARGV[1])) redis.call('HSET', KEYS[1], ARGV[1], "
                        + how.lua + ")",
                "1",
                shard.keys.fixed("sessions"),
                person.user());
    }

    private void isTakenOut(Person person) {
        assertThat(shard.redisText("HEXISTS", shard.keys.fixed("sessions"), person.user()))
                .isEqualTo("0");
        assertThat(shard.score("queue", person.user())).isEqualTo(-1);
        assertThat(shard.score("away", person.user())).isEqualTo(-1);
        assertThat(shard.redisText("SISMEMBER", shard.keys.fixed("online"), person.user()))
                .isEqualTo("0");
        assertThat(await(shard.upkeep.census()).brokenSessions()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsDueIsDoneForAllOthers(Break how) {
        Person broken = shard.person();
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);
        ok(shard.state.disconnect(broken.user(), broken.connection(), GATEWAY));
        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));
        breakIt(broken, how);
        shard.redis("ZADD", shard.keys.fixed("away"), "1", broken.user());
        shard.pass(Duration.ofSeconds(2));

        assertThat(await(shard.upkeep.expire(10))).isEqualTo(2);

        assertThat(shard.inbox(bob))
                .last()
                .asString()
                .startsWith("partner-disconnected")
                .contains(conversation);
        isTakenOut(broken);
    }

    @ParameterizedTest
    @EnumSource
    void aDeadGatewayIsReapedToTheEnd(Break how) {
        Person broken = shard.person();
        Person ann = shard.person();
        breakIt(broken, how);
        shard.passWithout(GATEWAY, Duration.ofSeconds(6));

        assertThat(await(shard.upkeep.reap(GATEWAY))).isZero();

        assertThat(shard.score("away", ann.user())).isPositive();
        assertThat(shard.redisText("EXISTS", shard.keys.on(GATEWAY))).isEqualTo("0");
        isTakenOut(broken);
    }

    @ParameterizedTest
    @EnumSource
    void othersWhoWaitMeet(Break how) {
        Person broken = shard.person();
        ok(shard.state.joinQueue(broken.owner(), List.of("\"tea\"")));
        breakIt(broken, how);
        Person ann = shard.person();
        Person bob = shard.person();
        ok(shard.state.joinQueue(ann.owner(), List.of("\"tea\"")));
        ok(shard.state.joinQueue(bob.owner(), List.of("\"tea\"")));

        assertThat(await(shard.upkeep.pair(List.of(ann.user(), broken.user(), bob.user()), true)))
                .extracting(Match::partner)
                .containsExactly(bob.user());

        assertThat(shard.redisText("EXISTS", shard.keys.fixed("interests"))).isEqualTo("0");
        isTakenOut(broken);
    }

    @ParameterizedTest
    @EnumSource
    void theUserIsLetGoOfAndComesBackAsSomebodyNew(Break how) {
        Person gone = shard.person();
        breakIt(gone, how);
        assertThat(refusal(shard.state.joinQueue(gone.owner(), List.of()))).isEqualTo(Kind.GONE);

        assertThat(refusal(shard.state.disconnect(gone.user(), gone.connection(), GATEWAY)))
                .isEqualTo(Kind.STALE);
        isTakenOut(gone);

        Person back = gone.at(OTHER_GATEWAY, "back");
        assertThat(shard.connect(back).state()).isEqualTo(SessionState.IDLE);
        breakIt(back, how);
        Person again = gone.at(OTHER_GATEWAY, "again");
        assertThat(shard.connect(again).state()).isEqualTo(SessionState.IDLE);
        ok(shard.state.joinQueue(again.owner(), List.of()));
        assertThat(await(shard.upkeep.census()).brokenSessions()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void theUserCanBeErased(Break how) {
        Person broken = shard.person();
        breakIt(broken, how);

        assertThat(ok(shard.state.erase(broken.user(), ShardState.GUEST_ERASED_LIFE, false))
                        .marked())
                .isTrue();

        isTakenOut(broken);
    }

    @ParameterizedTest
    @EnumSource
    void thePartnerCanDoEverythingAndIsToldThatTheConversationIsLost(Break how) {
        Person broken = shard.person();
        Person ann = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(broken, ann);
        breakIt(broken, how);

        ok(shard.state.typing(ann.owner(), conversation, true));
        assertThat(refusal(shard.state.sendMessage(ann.owner(), shard.message(ann, conversation, new UUID(1, 1)))))
                .isEqualTo(Kind.STATE_LOST);
        Connected back = shard.connect(ann.at(OTHER_GATEWAY, "back"));

        assertThat(back.state()).isEqualTo(SessionState.IDLE);
        assertThat(back.paired()).isNull();
        assertThat(back.ended()).containsExactly(new Ended(conversation, "state-lost"));
        assertThat(shard.last("messages")).containsEntry("type", "end").containsEntry("reason", "state-lost");
        assertThat(shard.redisText("EXISTS", shard.keys.fixed("conversations"))).isEqualTo("0");
    }

    @ParameterizedTest
    @EnumSource
    void thePartnerCanLeaveAndGoOnAndBeErased(Break how) {
        Person broken = shard.person();
        Person ann = shard.person(OTHER_GATEWAY);
        String first = shard.conversation(broken, ann);
        breakIt(broken, how);
        ok(shard.state.leave(ann.owner(), first));

        Person other = shard.person();
        String second = shard.conversation(ann, other);
        breakIt(other, how);
        ok(shard.state.next(ann.owner(), second, List.of()));
        ok(shard.state.leaveQueue(ann.owner()));

        String third = shard.conversation(shard.person(), ann);
        assertThat(shard.erase(ann)).isEqualTo(shard.now());
        assertThat(shard.last("messages")).containsEntry("conversation", third);
    }

    @Test
    void whoIsAwayFromAPartnerWhoIsGoneIsIdleAtOnce() {
        Person broken = shard.person();
        Person ann = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(broken, ann);
        ok(shard.state.disconnect(ann.user(), ann.connection(), OTHER_GATEWAY));
        shard.redis("HDEL", shard.keys.fixed("sessions"), broken.user());
        shard.advance(Duration.ofSeconds(2));

        assertThat(await(shard.upkeep.expire(10))).isEqualTo(1);

        assertThat(shard.connect(ann.at(OTHER_GATEWAY, "back")).ended())
                .containsExactly(new Ended(conversation, "expired"));
    }

    @Test
    void whoCameBackAsSomebodyNewIsNotDrawnOutOfTheNextConversation() {
        Person ann = shard.person(OTHER_GATEWAY);
        Person broken = shard.person();
        String lost = shard.conversation(ann, broken);
        breakIt(broken, Break.GARBAGE);
        Person back = broken.at(GATEWAY, "back");
        shard.connect(back);
        String next = shard.conversation(back, shard.person());

        ok(shard.state.leave(ann.owner(), lost));

        shard.say(back, next, new UUID(1, 1));
    }

    @Test
    void aConversationWithoutItsCounterIsLostForBothAndNumbersNothingAgain() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);
        shard.say(ann, conversation, new UUID(1, 1));
        shard.redis("HDEL", shard.keys.fixed("conversations"), conversation);

        assertThat(refusal(shard.state.sendMessage(bob.owner(), shard.message(bob, conversation, new UUID(1, 2)))))
                .isEqualTo(Kind.STATE_LOST);
        Connected back = shard.connect(ann.at(GATEWAY, "back"));

        assertThat(back.ended()).containsExactly(new Ended(conversation, "state-lost"));
        assertThat(shard.inbox(bob))
                .last()
                .isEqualTo(
                        "conversation-ended {\"conversationId\":\"" + conversation + "\",\"reason\":\"state-lost\"}");
    }
}
