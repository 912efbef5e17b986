package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.OTHER_GATEWAY;
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
class NextScriptTest {
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
    void theConversationEndsAndTheUserWaitsAgain() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);

        ok(shard.state.next(ann.owner(), conversation, List.of()));

        assertThat(shard.inbox(bob))
                .contains("conversation-ended {\"conversationId\":\"" + conversation + "\",\"reason\":\"next\"}");
        assertThat(shard.inbox(ann)).noneMatch(event -> event.startsWith("conversation-ended"));
        assertThat(shard.score("queue", ann.user())).isPositive();
        assertThat(shard.score("queue", bob.user())).isEqualTo(-1);
        assertThat(shard.last("messages"))
                .containsEntry("type", "end")
                .containsEntry("conversation", conversation)
                .containsEntry("reason", "next")
                .containsEntry("by", ann.user());
    }

    @Test
    void aDoubledOneHarmsNobody() {
        Person ann = shard.person();
        Person bob = shard.person();
        Person cid = shard.person();
        String first = shard.conversation(ann, bob);
        ok(shard.state.next(ann.owner(), first, List.of()));
        ok(shard.state.joinQueue(cid.owner(), List.of()));
        assertThat(await(shard.upkeep.pair(List.of(ann.user()), false))).hasSize(1);

        assertThat(refusal(shard.state.next(ann.owner(), first, List.of()))).isEqualTo(Kind.WRONG_STATE);

        assertThat(shard.inbox(cid)).noneMatch(event -> event.startsWith("conversation-ended"));
    }

    @Test
    void itCountsAsAJoin() {
        Person ann = shard.person();
        Person bob = shard.person();
        String conversation = shard.conversation(ann, bob);
        for (int i = 0; i < 19; i++) {
            assertThat(refusal(shard.state.joinQueue(ann.owner(), List.of()))).isEqualTo(Kind.WRONG_STATE);
        }
        ok(shard.state.next(ann.owner(), conversation, List.of()));
        for (int i = 0; i < 18; i++) {
            ok(shard.state.joinQueue(ann.owner(), List.of()));
        }

        assertThat(refusal(shard.state.joinQueue(ann.owner(), List.of()))).isEqualTo(Kind.RATE_LIMITED);
    }
}
