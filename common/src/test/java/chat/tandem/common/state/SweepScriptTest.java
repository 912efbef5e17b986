package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.await;
import static chat.tandem.common.state.TestShard.ok;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.state.ShardUpkeep.Stretch;
import chat.tandem.common.state.TestShard.Person;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.time.Duration;
import java.util.ArrayList;
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

        ShardUpkeep.Sweep sweep = await(shard.upkeep.sweep(Stretch.after(before), 10, 5));
        ShardUpkeep.Sweep later = await(shard.upkeep.sweep(sweep.stretch().next(), 10, 1));

        assertThat(sweep.users()).containsExactlyInAnyOrder(ann.user(), bob.user());
        assertThat(sweep.waiting()).isEqualTo(2);
        assertThat(sweep.stretch()).isEqualTo(new Stretch(before, shard.now(), 0));
        assertThat(later.users()).hasSize(1);
    }

    @Test
    void manyWhosePatienceEndedAtOnceHaveTheirTurnsOneAfterAnother() {
        long before = shard.now();
        shard.advance(Duration.ofSeconds(1));
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Person person = shard.person();
            ok(shard.state.joinQueue(person.owner(), List.of()));
            waiting.add(person.user());
        }
        shard.advance(Duration.ofSeconds(1));

        List<String> looked = new ArrayList<>();
        Stretch stretch = Stretch.after(before);
        do {
            ShardUpkeep.Sweep sweep = await(shard.upkeep.sweep(stretch, 8, -1));
            assertThat(sweep.users()).hasSizeBetween(1, 8);
            looked.addAll(sweep.users());
            sweep.users().subList(0, sweep.users().size() / 2).forEach(this::leaveQueue);
            stretch = sweep.stretch();
        } while (stretch.left() > 0);

        assertThat(looked).containsExactlyInAnyOrderElementsOf(waiting);
    }

    private void leaveQueue(String user) {
        shard.redis("ZREM", shard.keys.fixed("queue"), user);
    }
}
