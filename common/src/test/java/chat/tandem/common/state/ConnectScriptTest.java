package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.GATEWAY;
import static chat.tandem.common.state.TestShard.OTHER_GATEWAY;
import static chat.tandem.common.state.TestShard.await;
import static chat.tandem.common.state.TestShard.ok;
import static chat.tandem.common.state.TestShard.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.state.ConnectRequest.Resume;
import chat.tandem.common.state.Connected.Ended;
import chat.tandem.common.state.Refusal.Kind;
import chat.tandem.common.state.TestShard.Person;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class ConnectScriptTest {
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
    void aNewUserIsIdleAndOnline() {
        Person ann = shard.person();

        assertThat(shard.connect(ann).state()).isEqualTo(SessionState.IDLE);
        assertThat(shard.redisText("SISMEMBER", shard.keys.on(GATEWAY), ann.user()))
                .isEqualTo("1");
        assertThat(shard.redisText("SCARD", shard.keys.fixed("online"))).isEqualTo("1");
    }

    @Test
    void aSecondTabReplacesTheFirstWhichIsTold() {
        Person first = shard.person();
        Person second = first.at(OTHER_GATEWAY, "tab2");

        shard.connect(second);

        assertThat(shard.inbox(first)).containsExactly("session-replaced {}");
        assertThat(refusal(shard.state.joinQueue(first.owner(), List.of()))).isEqualTo(Kind.STALE);
        assertThat(shard.redisText("SISMEMBER", shard.keys.on(GATEWAY), first.user()))
                .isEqualTo("0");
        assertThat(shard.redisText("SISMEMBER", shard.keys.on(OTHER_GATEWAY), first.user()))
                .isEqualTo("1");
    }

    @Test
    void aSecondTabOnTheSameGatewayStaysAmongItsUsers() {
        Person first = shard.person();

        shard.connect(first.at(GATEWAY, "tab2"));

        assertThat(shard.redisText("SISMEMBER", shard.keys.on(GATEWAY), first.user()))
                .isEqualTo("1");
    }

    @Test
    void theSameConnectionAgainReplacesNobody() {
        Person ann = shard.person();

        shard.connect(ann);

        assertThat(shard.inbox(ann)).isEmpty();
        ok(shard.state.joinQueue(ann.owner(), List.of()));
    }

    @Test
    void aGatewayWhoseLeaseIsOverTakesNobody() {
        Person ann = shard.person();
        shard.advance(Duration.ofSeconds(6));

        assertThat(refusal(shard.state.connect(ann.at(GATEWAY, "late").request(null), new Beliefs())))
                .isEqualTo(Kind.GONE);
    }

    @Test
    void aCallStuckOnItsWayReplacesNobody() {
        Person ann = shard.person();
        shard.advance(Duration.ofSeconds(3));
        shard.state.clock().measured(shard.now() - 3_000);

        assertThat(refusal(shard.state.connect(ann.at(GATEWAY, "stuck").request(null), new Beliefs())))
                .isEqualTo(Kind.LATE);
    }

    @Test
    void whoComesBackIsGivenTheMessagesMissedInOrder() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);
        shard.say(bob, conversation, new UUID(1, 1));
        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));
        shard.say(bob, conversation, new UUID(1, 2));
        shard.say(bob, conversation, new UUID(1, 3));

        Connected back = ok(
                shard.state.connect(ann.at(OTHER_GATEWAY, "back").request(new Resume(conversation, 1)), new Beliefs()));

        assertThat(back.paired()).isNotNull();
        assertThat(back.paired().missed())
                .extracting(Buffer::toString)
                .satisfiesExactly(
                        two -> assertThat(two).contains("\"sequence\":2,"),
                        three -> assertThat(three).contains("\"sequence\":3,"));
        assertThat(back.paired().truncated()).isFalse();
        assertThat(back.paired().partner()).isEqualTo(bob.user());
        assertThat(back.paired().partnerOnline()).isTrue();
    }

    @Test
    void onlyTheNewestHundredAreReplayed() {
        Person ann = shard.person();
        Person bob = shard.person();
        String conversation = shard.conversation(ann, bob);
        for (int i = 1; i <= 120; i++) {
            shard.advance(Duration.ofSeconds(1));
            shard.say(bob, conversation, new UUID(1, i));
        }
        shard.pass(Duration.ZERO);

        Connected back =
                ok(shard.state.connect(ann.at(GATEWAY, "back").request(new Resume(conversation, 5)), new Beliefs()));

        assertThat(back.paired()).isNotNull();
        assertThat(back.paired().missed()).hasSize(100);
        assertThat(back.paired().truncated()).isTrue();
    }

    @Test
    void whoComesBackWaitingKeepsThePlaceAndIsHinted() {
        Person ann = shard.person();
        long since =
                ok(shard.state.joinQueue(ann.owner(), List.of("\"chess\""))).since();
        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));
        shard.pass(Duration.ofSeconds(3));

        Connected back = shard.connect(ann.at(GATEWAY, "back"));

        assertThat(back.state()).isEqualTo(SessionState.WAITING);
        assertThat(back.since()).isEqualTo(since);
        assertThat(shard.score("queue", ann.user())).isEqualTo(since + 10_000);
        assertThat(shard.last("matcher")).containsEntry("user", ann.user());
        assertThat(shard.redisText("ZCARD", shard.keys.fixed("away"))).isEqualTo("0");
    }

    @Test
    void thePartnerHearsOfTheReturnOnlyIfTheAbsenceWasAnnounced() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);
        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));
        Person again = ann.at(GATEWAY, "again");
        shard.connect(again);
        assertThat(shard.inbox(bob)).noneMatch(event -> event.startsWith("partner-"));

        ok(shard.state.disconnect(ann.user(), again.connection(), GATEWAY));
        shard.pass(Duration.ofSeconds(2));
        await(shard.upkeep.expire(10));
        shard.connect(ann.at(GATEWAY, "third"));

        assertThat(shard.inbox(bob))
                .filteredOn(event -> event.startsWith("partner-"))
                .satisfiesExactly(
                        gone -> assertThat(gone).startsWith("partner-disconnected"),
                        back -> assertThat(back)
                                .isEqualTo("partner-reconnected {\"conversationId\":\"" + conversation + "\"}"));
    }

    @Test
    void whoWasAwayAtTheEndIsToldTheReasonOnce() {
        Person ann = shard.person();
        Person bob = shard.person();
        String conversation = shard.conversation(ann, bob);
        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));
        ok(shard.state.leave(bob.owner(), conversation));

        Person back = ann.at(GATEWAY, "back");
        assertThat(shard.connect(back).ended()).containsExactly(new Ended(conversation, "left"));
        assertThat(shard.connect(back).ended()).containsExactly(new Ended(conversation, "left"));
        assertThat(shard.connect(ann.at(GATEWAY, "later")).ended()).isEmpty();
    }

    @Test
    void resumingWhatIsOverOrNeverWasIsAnsweredByItsEnd() {
        Person ann = shard.person();
        Person bob = shard.person();
        String conversation = shard.conversation(ann, bob);
        ok(shard.state.leave(bob.owner(), conversation));

        Connected back =
                ok(shard.state.connect(ann.at(GATEWAY, "b").request(new Resume(conversation, 0)), new Beliefs()));
        Connected never = ok(shard.state.connect(
                ann.at(GATEWAY, "c").request(new Resume("00000000-0000-7000-8000-000000000000", 4)), new Beliefs()));

        assertThat(back.ended()).containsExactly(new Ended(conversation, "left"));
        assertThat(never.ended()).containsExactly(new Ended("00000000-0000-7000-8000-000000000000", "expired"));
    }

    @Test
    void everyKeyButTheBusHasALifetime() {
        Person ann = shard.person();
        Person bob = shard.person();
        Person cid = shard.person();
        String conversation = shard.conversation(ann, bob);
        shard.say(ann, conversation, new UUID(1, 1));
        ok(shard.state.joinQueue(cid.owner(), List.of("\"go\"")));
        ok(shard.state.disconnect(bob.user(), bob.connection(), GATEWAY));

        List<String> immortal = new ArrayList<>();
        shard.redis("KEYS", "*").forEach(key -> {
            if (shard.redis("TTL", key.toString()).toInteger() < 0) {
                immortal.add(key.toString());
            }
        });

        assertThat(immortal)
                .containsExactlyInAnyOrder("{0}:messages", "{0}:messages-bytes", "{0}:events", "{0}:test-clock");
    }
}
