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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class JoinQueueScriptTest {
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
    void anIdleUserWaitsAndTheMatcherIsHinted() {
        Person ann = shard.person();

        assertThat(ok(shard.state.joinQueue(ann.owner(), List.of())).since()).isEqualTo(shard.now());

        assertThat(shard.score("queue", ann.user())).isEqualTo(shard.now());
        assertThat(shard.last("matcher")).containsEntry("user", ann.user()).containsEntry("type", "hint");
    }

    @Test
    void joiningAgainKeepsThePlaceAndTakesNewInterests() {
        Person ann = shard.person();
        long since = ok(shard.state.joinQueue(ann.owner(), List.of("\"chess\"", "\"go\"")))
                .since();
        shard.pass(Duration.ofSeconds(4));

        assertThat(ok(shard.state.joinQueue(ann.owner(), List.of("\"jazz\""))).since())
                .isEqualTo(since);

        assertThat(shard.redisText("ZCARD", shard.keys.fixed("interests"))).isEqualTo("1");
        assertThat(shard.redisText("ZCARD", shard.keys.fixed("queue"))).isEqualTo("1");
    }

    @Test
    void theAnswerNamesTheConversationOfWhoseEndTheConnectionWasTold() {
        Person ann = shard.person();
        Person bob = shard.person();
        assertThat(ok(shard.state.joinQueue(ann.owner(), List.of())).past()).isEmpty();
        String conversation = shard.conversation(ann, bob);
        ok(shard.state.leave(bob.owner(), conversation));

        assertThat(ok(shard.state.joinQueue(ann.owner(), List.of())).past()).isEqualTo(conversation);
        assertThat(ok(shard.state.leaveQueue(ann.owner())).past()).isEqualTo(conversation);
        Person tab = ann.at(GATEWAY, "tab");
        shard.connect(tab);
        assertThat(ok(shard.state.joinQueue(tab.owner(), List.of())).past()).isEmpty();
    }

    @Test
    void whoIsInAConversationCannotJoin() {
        Person ann = shard.person();
        shard.conversation(ann, shard.person());

        assertThat(refusal(shard.state.joinQueue(ann.owner(), List.of()))).isEqualTo(Kind.WRONG_STATE);
    }

    @Test
    void whoIsAwayCannotAct() {
        Person ann = shard.person();
        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));

        assertThat(refusal(shard.state.joinQueue(ann.owner(), List.of()))).isEqualTo(Kind.GONE);
    }

    @Test
    void joinsAreLimitedAndTheWaitIsTold() {
        Person ann = shard.person();
        for (int i = 0; i < 20; i++) {
            ok(shard.state.joinQueue(ann.owner(), List.of()));
        }

        assertThat(await(shard.state.joinQueue(ann.owner(), List.of())))
                .isEqualTo(new Outcome.Refused<Place>(new Refusal(Kind.RATE_LIMITED, 1000)));
        shard.pass(Duration.ofSeconds(1));
        ok(shard.state.joinQueue(ann.owner(), List.of()));
    }
}
