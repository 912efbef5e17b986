package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.await;
import static chat.tandem.common.state.TestShard.ok;
import static chat.tandem.common.state.TestShard.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.state.Refusal.Kind;
import chat.tandem.common.state.TestShard.Person;
import chat.tandem.common.state.Upload.Completed;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class UploadScriptsTest {
    private static final String ID = new UUID(8, 7).toString();
    private static final Upload PICTURE = Upload.announced(ID, "image/png", 1_234, "c2hh", 1_700_000_300_000L);
    private static final Completed FIRST = new Completed("20261124-a", "\"/media/20261124-a\"");
    private static final Completed SECOND = new Completed("20261124-b", "\"/media/20261124-b\"");

    private TestShard shard;
    private Person ann;

    @BeforeEach
    void openShard(RedisStore redis) {
        shard = new TestShard(redis);
        ann = shard.person();
    }

    @AfterEach
    void closeShard() {
        shard.close();
    }

    @Test
    void whatIsAnnouncedIsKnownForAnHour() {
        ok(shard.uploads.request(ann.user(), PICTURE));

        assertThat(ok(shard.uploads.find(ann.user(), ID))).isEqualTo(PICTURE);
        assertThat(lifeOf(ID)).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    }

    @Test
    void anUploadMayHaveNoChecksum() {
        Upload plain = Upload.announced(ID, "image/gif", 1, null, 5);
        ok(shard.uploads.request(ann.user(), plain));

        assertThat(ok(shard.uploads.find(ann.user(), ID))).isEqualTo(plain);
    }

    @Test
    void onlyItsOwnerKnowsOfIt() {
        ok(shard.uploads.request(ann.user(), PICTURE));
        String bob = shard.person().user();

        assertThat(refusal(shard.uploads.find(bob, ID))).isEqualTo(Kind.NOT_FOUND);
        assertThat(refusal(shard.uploads.complete(bob, ID, FIRST))).isEqualTo(Kind.NOT_FOUND);
        assertThat(refusal(shard.uploads.find(ann.user(), new UUID(9, 9).toString())))
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(ok(shard.uploads.find(ann.user(), ID)).completed()).isNull();
    }

    @Test
    void theFirstCompletionCountsAndLastsForADay() {
        ok(shard.uploads.request(ann.user(), PICTURE));

        assertThat(ok(shard.uploads.complete(ann.user(), ID, FIRST))).isEqualTo(FIRST);
        assertThat(ok(shard.uploads.complete(ann.user(), ID, SECOND))).isEqualTo(FIRST);

        assertThat(ok(shard.uploads.find(ann.user(), ID)).completed()).isEqualTo(FIRST);
        assertThat(lifeOf(ID)).isBetween(Duration.ofHours(23), Duration.ofDays(1));
    }

    @Test
    void aUserMayAskForSoManyAnHourAndNoMore() {
        for (int i = 0; i < 20; i++) {
            shard.upload(ann);
        }

        assertThat(await(shard.uploads.request(ann.user(), PICTURE)))
                .isEqualTo(new Outcome.Refused<>(new Refusal(Kind.RATE_LIMITED, 180_000)));
        assertThat(refusal(shard.uploads.find(ann.user(), ID))).isEqualTo(Kind.NOT_FOUND);
        ok(shard.uploads.request(shard.person().user(), PICTURE));
        shard.advance(Duration.ofMinutes(3));
        shard.upload(ann);
        assertThat(refusal(shard.uploads.request(ann.user(), PICTURE))).isEqualTo(Kind.RATE_LIMITED);
    }

    @Test
    void aLimitThatIsFullAgainIsForgotten() {
        shard.upload(ann);

        assertThat(shard.redis("PTTL", shard.keys.uploadLimit(ann.user())).toLong())
                .isBetween(1L, 180_000L);
    }

    private Duration lifeOf(String upload) {
        return Duration.ofMillis(shard.redis("PTTL", shard.keys.upload(upload)).toLong());
    }
}
