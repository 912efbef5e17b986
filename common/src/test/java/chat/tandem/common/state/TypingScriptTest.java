package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.OTHER_GATEWAY;
import static chat.tandem.common.state.TestShard.ok;
import static chat.tandem.common.state.TestShard.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.state.Refusal.Kind;
import chat.tandem.common.state.TestShard.Person;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class TypingScriptTest {
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
    void thePartnerIsTold() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);

        ok(shard.state.typing(ann.owner(), conversation, true));

        assertThat(shard.inbox(bob))
                .contains("partner-typing {\"conversationId\":\"" + conversation + "\",\"typing\":true}");
    }

    @Test
    void outsideTheConversationNobodyIs() {
        Person ann = shard.person();
        Person bob = shard.person();
        String conversation = shard.conversation(ann, bob);
        ok(shard.state.leave(bob.owner(), conversation));

        assertThat(refusal(shard.state.typing(ann.owner(), conversation, true))).isEqualTo(Kind.WRONG_STATE);
    }
}
