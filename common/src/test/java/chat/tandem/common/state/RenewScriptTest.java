package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.GATEWAY;
import static chat.tandem.common.state.TestShard.OTHER_GATEWAY;
import static chat.tandem.common.state.TestShard.ok;
import static chat.tandem.common.state.TestShard.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.state.Refusal.Kind;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class RenewScriptTest {
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
    void theLeaseIsExtendedHoweverLate() {
        shard.advance(Duration.ofSeconds(60));

        assertThat(ok(shard.state.renew(GATEWAY)).until()).isEqualTo(shard.now() + 5_000);
    }

    @Test
    void aGatewayThatWasNeverThereIsNotRevived() {
        assertThat(refusal(shard.state.renew("ghost"))).isEqualTo(Kind.GONE);
        assertThat(shard.redisText("EXISTS", shard.keys.inbox("ghost"))).isEqualTo("0");
    }

    @Test
    void aGatewayWhoseInboxIsGoneCountsAsDead() {
        shard.redis("DEL", shard.keys.inbox(GATEWAY));

        assertThat(refusal(shard.state.renew(GATEWAY))).isEqualTo(Kind.GONE);
        assertThat(refusal(shard.state.renew(GATEWAY))).isEqualTo(Kind.GONE);
    }

    @Test
    void itTellsHowManyAreOnline() {
        shard.person();
        shard.person(OTHER_GATEWAY);

        assertThat(ok(shard.state.renew(GATEWAY)).online()).isEqualTo(2);
    }
}
