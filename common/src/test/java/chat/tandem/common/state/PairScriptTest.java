package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.GATEWAY;
import static chat.tandem.common.state.TestShard.OTHER_GATEWAY;
import static chat.tandem.common.state.TestShard.await;
import static chat.tandem.common.state.TestShard.ok;
import static org.assertj.core.api.Assertions.assertThat;

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
class PairScriptTest {
    private TestShard shard;

    @BeforeEach
    void openShard(RedisStore redis) {
        shard = new TestShard(redis);
    }

    @AfterEach
    void closeShard() {
        shard.close();
    }

    private static final List<String> CHESS = List.of("\"chess\"");
    private static final List<String> JAZZ = List.of("\"jazz\"");

    @Test
    void twoWhoWaitMeetAndAreBothTold() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);

        String conversation = shard.conversation(ann, bob);

        assertThat(shard.inbox(ann))
                .containsExactly("matched {\"conversationId\":\"" + conversation + "\",\"partnerId\":\"" + bob.user()
                        + "\",\"sharedInterests\":[]}");
        assertThat(shard.inbox(bob)).hasSize(1);
        assertThat(shard.redisText("EXISTS", shard.keys.fixed("queue"))).isEqualTo("0");
        assertThat(shard.last("messages"))
                .containsEntry("type", "start")
                .containsEntry("a", ann.user())
                .containsEntry("b", bob.user());
    }

    @Test
    void namesAndSharedInterestsAreTold() {
        Person ann = shard.person();
        Person bob = shard.person();
        ok(shard.state.connect(
                new ConnectRequest(bob.user(), GATEWAY, bob.connection(), "\"Bob \\\"B\\\"\"", null), bob.beliefs()));
        ok(shard.state.joinQueue(ann.owner(), List.of("\"chess\"", "\"jazz\"")));
        ok(shard.state.joinQueue(bob.owner(), List.of("\"jazz\"", "\"go\"")));

        assertThat(await(shard.upkeep.pair(List.of(ann.user()), false))).hasSize(1);

        assertThat(shard.inbox(ann).get(0))
                .contains("\"partnerName\":\"Bob \\\"B\\\"\"")
                .contains("\"sharedInterests\":[\"jazz\"]");
    }

    @Test
    void eachIsToldWhatIsSharedInTheirOwnSpelling() {
        Person ann = shard.person();
        Person bob = shard.person();
        ok(shard.state.joinQueue(ann.owner(), List.of("\"café\"\n\"Café\"", "\"go\"")));
        ok(shard.state.joinQueue(bob.owner(), List.of("\"go\"\n\"GO\"", "\"café\"\n\"cafe\u0301\"")));

        assertThat(await(shard.upkeep.pair(List.of(ann.user()), false))).hasSize(1);

        assertThat(shard.inbox(ann).get(0)).contains("\"sharedInterests\":[\"Café\",\"go\"]");
        assertThat(shard.inbox(bob).get(0)).contains("\"sharedInterests\":[\"cafe\u0301\",\"GO\"]");
    }

    @Test
    void whoeverSharesAnInterestIsPreferred() {
        Person old = shard.person();
        Person fellow = shard.person();
        Person ann = shard.person();
        ok(shard.state.joinQueue(old.owner(), List.of()));
        shard.pass(Duration.ofSeconds(1));
        ok(shard.state.joinQueue(fellow.owner(), CHESS));
        ok(shard.state.joinQueue(ann.owner(), CHESS));

        assertThat(await(shard.upkeep.pair(List.of(ann.user()), false)))
                .extracting(Match::partner)
                .containsExactly(fellow.user());
    }

    @Test
    void interestsAreHeldToUntilPatienceIsOver() {
        Person ann = shard.person();
        Person bob = shard.person();
        ok(shard.state.joinQueue(ann.owner(), CHESS));
        ok(shard.state.joinQueue(bob.owner(), JAZZ));
        assertThat(await(shard.upkeep.pair(List.of(ann.user(), bob.user()), true)))
                .isEmpty();

        shard.pass(Duration.ofSeconds(4));
        shard.pass(Duration.ofSeconds(4));
        shard.pass(Duration.ofSeconds(3));

        assertThat(await(shard.upkeep.pair(List.of(ann.user()), false))).hasSize(1);
    }

    @Test
    void whoIsAwayIsNotMatched() {
        Person ann = shard.person();
        Person bob = shard.person();
        ok(shard.state.joinQueue(ann.owner(), List.of()));
        ok(shard.state.joinQueue(bob.owner(), List.of()));
        ok(shard.state.disconnect(bob.user(), bob.connection(), GATEWAY));

        assertThat(await(shard.upkeep.pair(List.of(ann.user(), bob.user()), true)))
                .isEmpty();
    }

    @Test
    void whoseGatewayIsLateIsPassedOver() {
        Person ann = shard.person(GATEWAY);
        Person bob = shard.person(OTHER_GATEWAY);
        ok(shard.state.joinQueue(ann.owner(), List.of()));
        ok(shard.state.joinQueue(bob.owner(), List.of()));
        shard.advance(Duration.ofSeconds(6));
        ok(shard.state.renew(GATEWAY));
        assertThat(await(shard.upkeep.pair(List.of(ann.user(), bob.user()), true)))
                .isEmpty();

        ok(shard.state.renew(OTHER_GATEWAY));

        assertThat(await(shard.upkeep.pair(List.of(ann.user()), false))).hasSize(1);
    }

    @Test
    void aBlockKeepsThemApartWhicheverOfThemIsLookedFor() {
        Person ann = shard.person();
        Person bob = shard.person();
        shard.redis(
                "ZADD", shard.keys.fixed("blocks"), Long.toString(shard.now() + 60_000), ann.user() + "|" + bob.user());
        ok(shard.state.joinQueue(ann.owner(), List.of()));
        ok(shard.state.joinQueue(bob.owner(), List.of()));

        assertThat(await(shard.upkeep.pair(List.of(ann.user()), true))).isEmpty();
        assertThat(await(shard.upkeep.pair(List.of(bob.user()), true))).isEmpty();
    }

    @Test
    void recentPartnersMeetAgainOnlyAsALastResort() {
        Person ann = shard.person();
        Person bob = shard.person();
        String conversation = shard.conversation(ann, bob);
        ok(shard.state.next(ann.owner(), conversation, List.of()));
        ok(shard.state.joinQueue(bob.owner(), List.of()));
        assertThat(await(shard.upkeep.pair(List.of(ann.user(), bob.user()), true)))
                .isEmpty();

        shard.pass(Duration.ofSeconds(4));
        shard.pass(Duration.ofSeconds(1));

        assertThat(await(shard.upkeep.pair(List.of(ann.user(), bob.user()), false)))
                .isEmpty();
        assertThat(await(shard.upkeep.pair(List.of(ann.user(), bob.user()), true)))
                .hasSize(1);
    }

    @Test
    void aBatchMatchesEachOnce() {
        List<String> users = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Person person = shard.person(i % 2 == 0 ? GATEWAY : OTHER_GATEWAY);
            ok(shard.state.joinQueue(person.owner(), List.of()));
            users.add(person.user());
        }

        List<Match> matches = await(shard.upkeep.pair(users, false));

        List<String> matched = new ArrayList<>();
        matches.forEach(match -> {
            matched.add(match.user());
            matched.add(match.partner());
        });
        assertThat(matched).containsExactlyInAnyOrderElementsOf(users);
    }
}
