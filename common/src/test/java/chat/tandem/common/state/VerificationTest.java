package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.GATEWAY;
import static chat.tandem.common.state.TestShard.OTHER_GATEWAY;
import static chat.tandem.common.state.TestShard.ok;
import static chat.tandem.common.state.TestShard.refusal;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.state.ConnectRequest.Belief;
import chat.tandem.common.state.ConnectRequest.Resume;
import chat.tandem.common.state.Connected.Ended;
import chat.tandem.common.state.Connected.Paired;
import chat.tandem.common.state.Refusal.Kind;
import chat.tandem.common.state.TestShard.Person;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a gateway finds out of its sessions when Redis came back as another one, or its own lease was lost. */
@ExtendWith(Stores.class)
class VerificationTest {
    private TestShard shard;
    private Person ann;
    private Person bob;

    @BeforeEach
    void openShard(RedisStore redis) {
        shard = new TestShard(redis);
        ann = shard.person();
        bob = shard.person(OTHER_GATEWAY);
    }

    @AfterEach
    void closeShard() {
        shard.close();
    }

    private Future<Outcome<Connected>> verify(
            Person who, String gateway, SessionState state, boolean keep, @Nullable Resume resume) {
        return verify(who, gateway, new Belief(state, resume == null ? 0 : resume.sequence(), keep), resume);
    }

    private Future<Outcome<Connected>> verify(Person who, String gateway, Belief belief, @Nullable Resume resume) {
        return shard.state.connect(
                new ConnectRequest(who.user(), gateway, who.connection(), null, resume, belief), who.beliefs());
    }

    @Test
    void aConversationIsHeldFurtherUnderTheNewGatewayWithWhatWasMissed() {
        String conversation = shard.conversation(ann, bob);
        shard.say(ann, conversation, UUID.randomUUID());
        shard.say(bob, conversation, UUID.randomUUID());

        Connected found = ok(verify(ann, OTHER_GATEWAY, SessionState.PAIRED, true, new Resume(conversation, 1)));

        assertThat(found.paired()).isNotNull();
        assertThat(found.paired().missed()).hasSize(1);
        assertThat(shard.redisText("SISMEMBER", shard.keys.on(GATEWAY), ann.user()))
                .isEqualTo("0");
        assertThat(shard.redisText("SISMEMBER", shard.keys.on(OTHER_GATEWAY), ann.user()))
                .isEqualTo("1");
        shard.say(bob, conversation, UUID.randomUUID());
        assertThat(shard.inbox(ann.at(OTHER_GATEWAY, ann.connection())))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("receive-message");
    }

    @Test
    void whoHasBeenLetGoOfIsTakenAgain() {
        ok(shard.state.joinQueue(ann.owner(), List.of()));
        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));

        assertThat(ok(verify(ann, GATEWAY, SessionState.WAITING, true, null)).state())
                .isEqualTo(SessionState.WAITING);
        assertThat(shard.score("queue", ann.user())).isPositive();
        assertThat(shard.score("away", ann.user())).isEqualTo(-1);
    }

    @Test
    void aLaterConnectionKeepsTheSessionAndIsNotDisturbed() {
        Person tab = ann.at(OTHER_GATEWAY, "tab2");
        shard.connect(tab);

        assertThat(refusal(verify(ann, GATEWAY, SessionState.IDLE, true, null))).isEqualTo(Kind.STALE);
        assertThat(shard.inbox(tab)).isEmpty();
        assertThat(ok(shard.state.joinQueue(tab.owner(), List.of())).since()).isPositive();
    }

    @Test
    void whereRedisKnowsLessTheStateIsLost() {
        String conversation = shard.conversation(ann, bob);
        shard.say(ann, conversation, UUID.randomUUID());
        String never = Ids.uuidV7(Long.MAX_VALUE >> 16).toString();

        assertThat(refusal(verify(ann, GATEWAY, SessionState.PAIRED, true, new Resume(conversation, 2))))
                .isEqualTo(Kind.STATE_LOST);
        assertThat(refusal(verify(ann, GATEWAY, SessionState.PAIRED, true, new Resume(never, 0))))
                .isEqualTo(Kind.STATE_LOST);
        shard.redis("DEL", shard.keys.fixed("sessions"));
        assertThat(refusal(verify(ann, GATEWAY, SessionState.PAIRED, true, new Resume(conversation, 1))))
                .isEqualTo(Kind.STATE_LOST);
        assertThat(refusal(verify(bob, OTHER_GATEWAY, SessionState.WAITING, false, null)))
                .isEqualTo(Kind.STATE_LOST);
    }

    @Test
    void anEndThatWasMissedIsToldAsWhatItWas() {
        String conversation = shard.conversation(ann, bob);
        ok(shard.state.leave(bob.owner(), conversation));

        Connected found = ok(verify(ann, GATEWAY, SessionState.PAIRED, true, new Resume(conversation, 0)));

        assertThat(found.state()).isEqualTo(SessionState.IDLE);
        assertThat(found.ended()).containsExactly(new Ended(conversation, "left"));
    }

    @Test
    void whatThePartnerSaidBeforeItLeftIsToldWithTheEnd() {
        String conversation = shard.conversation(ann, bob);
        shard.say(ann, conversation, UUID.randomUUID());
        UUID known = UUID.randomUUID();
        UUID last = UUID.randomUUID();
        shard.say(bob, conversation, known);
        shard.say(bob, conversation, last);
        ok(shard.state.leave(bob.owner(), conversation));

        Ended ended = ok(verify(ann, GATEWAY, SessionState.PAIRED, true, new Resume(conversation, 2)))
                .ended()
                .getFirst();

        assertThat(ended.reason()).isEqualTo("left");
        Paired until = requireNonNull(ended.until());
        assertThat(until.conversation()).isEqualTo(conversation);
        assertThat(until.partner()).isEqualTo(bob.user());
        assertThat(until.partnerOnline()).isTrue();
        assertThat(until.sequence()).isEqualTo(3);
        assertThat(until.missed()).hasSize(1).first().asString().contains(last.toString());
        assertThat(until.truncated()).isFalse();
    }

    @Test
    void whatCameBeforeARepetitionIsToTheByteTheSameInItsAnswerAndInTheInbox() {
        String conversation = shard.conversation(ann, bob);
        ok(verify(ann, OTHER_GATEWAY, SessionState.PAIRED, true, new Resume(conversation, 0)));
        shard.say(bob, conversation, UUID.randomUUID());

        Paired again =
                requireNonNull(ok(verify(ann, OTHER_GATEWAY, SessionState.PAIRED, true, new Resume(conversation, 0)))
                        .paired());

        assertThat(shard.inbox(ann.at(OTHER_GATEWAY, ann.connection())))
                .last()
                .isEqualTo("receive-message " + again.missed().getFirst());
    }

    @Test
    void whatIsBehindAHoleIsToldThoughMoreHasBeenSeen() {
        String conversation = shard.conversation(ann, bob);
        shard.say(bob, conversation, UUID.randomUUID());
        shard.say(ann, conversation, UUID.randomUUID());

        Paired found = requireNonNull(
                ok(verify(ann, GATEWAY, new Belief(SessionState.PAIRED, 2, true), new Resume(conversation, 0)))
                        .paired());

        assertThat(found.missed()).hasSize(2);
    }

    @Test
    void aConversationThatTheSessionHasPassedIsOverAndNotLost() {
        String first = shard.conversation(ann, bob);
        shard.say(bob, first, UUID.randomUUID());
        ok(shard.state.leave(bob.owner(), first));
        Person eve = shard.person(OTHER_GATEWAY);
        String second = shard.conversation(ann, eve);

        Connected within = ok(verify(ann, GATEWAY, SessionState.PAIRED, true, new Resume(first, 1)));
        ok(shard.state.leave(eve.owner(), second));
        Connected behind = ok(verify(ann, GATEWAY, SessionState.PAIRED, true, new Resume(first, 1)));

        assertThat(requireNonNull(within.paired()).conversation()).isEqualTo(second);
        assertThat(within.ended()).containsExactly(new Ended(first, "left"));
        assertThat(behind.ended()).containsExactly(new Ended(first, "expired"), new Ended(second, "left"));
    }

    @Test
    void aConversationThatThisRedisNeverKnewIsLostWhateverCameAfterIt() {
        String first = Ids.uuidV7(1).toString();
        shard.conversation(ann, bob);

        assertThat(refusal(verify(ann, GATEWAY, SessionState.PAIRED, true, new Resume(first, 0))))
                .isEqualTo(Kind.STATE_LOST);
    }

    @Test
    void aLookChangesNothing() {
        String conversation = shard.conversation(ann, bob);

        assertThat(refusal(verify(ann, OTHER_GATEWAY, SessionState.PAIRED, false, new Resume(conversation, 0))))
                .isEqualTo(Kind.GONE);
        assertThat(shard.redisText("SISMEMBER", shard.keys.on(GATEWAY), ann.user()))
                .isEqualTo("1");
    }
}
