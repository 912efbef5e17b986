package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.await;
import static chat.tandem.common.state.TestShard.ok;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.state.TestShard.Person;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class CensusScriptTest {
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
    void everybodyIsCounted() {
        Person ann = shard.person();
        Person bob = shard.person();
        Person cid = shard.person();
        ok(shard.state.joinQueue(ann.owner(), List.of()));
        ok(shard.state.joinQueue(bob.owner(), List.of()));
        await(shard.upkeep.pair(List.of(ann.user()), true));
        ok(shard.state.joinQueue(cid.owner(), List.of()));
        ok(shard.state.disconnect(bob.user(), bob.owner().connection(), TestShard.GATEWAY));

        Census census = await(shard.upkeep.census());

        assertThat(census.sessions()).isEqualTo(3);
        assertThat(census.conversations()).isEqualTo(1);
        assertThat(census.waiting()).isEqualTo(1);
        assertThat(census.away()).isEqualTo(1);
        assertThat(census.online()).isEqualTo(2);
        assertThat(census.gateways()).isEqualTo(2);
        assertThat(census.deadLetters()).isZero();
        assertThat(census.brokenSessions()).isZero();
        assertThat(census.addresses())
                .isEqualTo(Map.of(
                        "matcher", new Census.Backlog(3, 0),
                        "messages", new Census.Backlog(1, 0),
                        "requests", new Census.Backlog(0, 0),
                        "media", new Census.Backlog(0, 0)));
    }

    @Test
    void anAddressIsAsOldAsItsOldestEntry(RedisStore redis) {
        redis.command("XADD", "{0}:media", (shard.now() - 90_000) + "-0", "v", "1");
        redis.command("XADD", "{0}:media", (shard.now() - 1_000) + "-0", "v", "1");

        assertThat(await(shard.upkeep.census()).addresses()).containsEntry("media", new Census.Backlog(2, 90_000));
    }

    @Test
    void aGatewayWhoseLeaseIsOverIsNotCounted() {
        shard.advance(Duration.ofMinutes(1));

        assertThat(await(shard.upkeep.census()).gateways()).isZero();
    }
}
