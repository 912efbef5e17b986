package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.OTHER_GATEWAY;
import static chat.tandem.common.state.TestShard.ok;
import static chat.tandem.common.state.TestShard.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.state.Refusal.Kind;
import chat.tandem.common.state.TestShard.Person;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class ReadScriptTest {
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
    void thePartnerAndTheDatabaseAreToldOfAHigherOne() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);
        shard.say(bob, conversation, new UUID(1, 1));

        ok(shard.state.read(ann.owner(), conversation, 1));

        assertThat(shard.inbox(bob))
                .contains("message-read {\"conversationId\":\"" + conversation + "\",\"sequence\":1}");
        assertThat(shard.last("messages"))
                .containsEntry("type", "read")
                .containsEntry("user", ann.user())
                .containsEntry("sequence", "1");
    }

    @Test
    void theSameAgainChangesNothing() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);
        shard.say(bob, conversation, new UUID(1, 1));
        shard.say(bob, conversation, new UUID(1, 2));
        ok(shard.state.read(ann.owner(), conversation, 2));

        ok(shard.state.read(ann.owner(), conversation, 2));
        ok(shard.state.read(ann.owner(), conversation, 1));

        assertThat(shard.inbox(bob))
                .filteredOn(e -> e.startsWith("message-read"))
                .hasSize(1);
    }

    @Test
    void whatDoesNotExistCannotBeRead() {
        Person ann = shard.person();
        String conversation = shard.conversation(ann, shard.person());

        assertThat(refusal(shard.state.read(ann.owner(), conversation, 1))).isEqualTo(Kind.INVALID_SEQUENCE);
    }
}
