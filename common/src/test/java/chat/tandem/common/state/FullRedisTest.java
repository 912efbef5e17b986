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
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** At `maxmemory` nobody comes, and all that lets people go, and frees memory, goes on. */
@ExtendWith(Stores.class)
class FullRedisTest {
    private static final Duration GRACE = StateSettings.defaults().grace();

    private TestShard shard;
    private Person ann;
    private Person bob;
    private String conversation = "";

    @BeforeEach
    void aConversationInAFullRedis(RedisStore redis) {
        shard = new TestShard(redis);
        ann = shard.person();
        bob = shard.person();
        conversation = shard.conversation(ann, bob);
        full(true);
    }

    @AfterEach
    void emptyAgain() {
        full(false);
        shard.close();
    }

    private void full(boolean full) {
        shard.redis("CONFIG", "SET", "maxmemory", full ? "1" : "0");
    }

    /** Moves the test's clock, which is a key too. */
    private void advance(Duration time) {
        full(false);
        shard.advance(time);
        full(true);
    }

    @Test
    void nobodySendsOrJoins() {
        assertThat(refusal(shard.state.sendMessage(ann.owner(), shard.message(ann, conversation, new UUID(1, 1)))))
                .isEqualTo(Kind.UNAVAILABLE);
        ok(shard.state.leave(ann.owner(), conversation));
        assertThat(refusal(shard.state.joinQueue(ann.owner(), List.of()))).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void gatewaysKeepTheirLeasesAndTheUpkeepGoesOn() {
        advance(Duration.ofSeconds(1));

        assertThat(ok(shard.state.renew(GATEWAY)).until()).isGreaterThan(shard.now());
        assertThat(await(shard.upkeep.tick("m1", 50))).isNotNull();
    }

    @Test
    void whoIsAwayForTooLongEndsTheConversation() {
        ok(shard.state.disconnect(bob.user(), bob.connection(), GATEWAY));
        advance(Duration.ofSeconds(3));
        await(shard.upkeep.expire(100));
        advance(GRACE);
        await(shard.upkeep.expire(100));

        assertThat(shard.redisText("HLEN", "{0}:conversations")).isEqualTo("0");
        assertThat(shard.inbox(ann)).last().asString().contains("conversation-ended", "expired");
    }

    @Test
    void whoWantsToGoForGoodIsErased() {
        shard.erase(ann);

        full(false);
        assertThat(shard.redisText("HEXISTS", "{0}:sessions", ann.user())).isEqualTo("0");
        assertThat(shard.redisText("EXISTS", "{0}:erased:" + ann.user())).isEqualTo("1");
        full(true);
    }

    @Test
    void whoWaitsGivesThePlaceUp() {
        full(false);
        Person cid = shard.person();
        ok(shard.state.joinQueue(cid.owner(), List.of()));
        full(true);
        ok(shard.state.leaveQueue(cid.owner()));

        assertThat(shard.score("queue", cid.user())).isEqualTo(-1);
    }
}
