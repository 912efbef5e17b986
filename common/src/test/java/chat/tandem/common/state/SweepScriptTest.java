package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.await;
import static chat.tandem.common.state.TestShard.ok;
import static org.assertj.core.api.Assertions.assertThat;

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
class SweepScriptTest {
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
    void thoseWhosePatienceEndedAndASliceAreNamed() {
        Person ann = shard.person();
        Person bob = shard.person();
        ok(shard.state.joinQueue(ann.owner(), List.of("\"chess\"")));
        ok(shard.state.joinQueue(bob.owner(), List.of("\"jazz\"")));
        long before = shard.now() + 9_000;
        shard.advance(Duration.ofSeconds(11));

        ShardUpkeep.Sweep sweep = await(shard.upkeep.sweep(before, 5, 10));
        ShardUpkeep.Sweep later = await(shard.upkeep.sweep(sweep.now(), 1, 10));

        assertThat(sweep.users()).containsExactlyInAnyOrder(ann.user(), bob.user());
        assertThat(sweep.waiting()).isEqualTo(2);
        assertThat(later.users()).hasSize(1);
    }
}
