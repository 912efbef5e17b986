package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.GATEWAY;
import static chat.tandem.common.state.TestShard.OTHER_GATEWAY;
import static chat.tandem.common.state.TestShard.await;
import static chat.tandem.common.state.TestShard.ok;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.state.TestShard.Person;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class PairScriptTest {
    private RedisStore store;
    private TestShard shard;

    @BeforeEach
    void openShard(RedisStore redis) {
        store = redis;
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
        shard.passWithout(OTHER_GATEWAY, Duration.ofSeconds(6));
        assertThat(await(shard.upkeep.pair(List.of(ann.user(), bob.user()), true)))
                .isEmpty();

        ok(shard.state.renew(OTHER_GATEWAY));

        assertThat(await(shard.upkeep.pair(List.of(ann.user()), false))).hasSize(1);
    }

    /** The two meet and part, and a second later either may join again. */
    private void meetAndPart(Person one, Person other) {
        String conversation = shard.conversation(one, other);
        ok(shard.state.leave(one.owner(), conversation));
        shard.pass(Duration.ofSeconds(1));
    }

    private List<Match> afterBothJoined(Person one, Person other) {
        ok(shard.state.joinQueue(one.owner(), List.of()));
        ok(shard.state.joinQueue(other.owner(), List.of()));
        return await(shard.upkeep.pair(List.of(one.user(), other.user()), false));
    }

    @Test
    void noneOfTheLastPartnersIsMetAgain() {
        Person ann = shard.person();
        List<Person> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(shard.person());
            meetAndPart(ann, others.get(i));
        }

        for (Person other : others) {
            assertThat(afterBothJoined(ann, other)).isEmpty();
            ok(shard.state.leaveQueue(other.owner()));
            ok(shard.state.leaveQueue(ann.owner()));
            shard.pass(Duration.ofSeconds(1));
        }
        assertThat(afterBothJoined(others.get(0), others.get(1))).hasSize(1);
    }

    @Test
    void aPartnerBeyondTheLastOnesOfBothMayBeMetAgain() {
        StateSettings two = StateSettings.read(SettingsReader.of(Map.of("TANDEM_RECENT_PARTNERS", "2")));
        shard.close();
        shard = new TestShard(store, two);
        Person ann = shard.person();
        Person bob = shard.person();
        meetAndPart(ann, bob);
        meetAndPart(ann, shard.person());
        meetAndPart(ann, shard.person());
        assertThat(afterBothJoined(ann, bob)).isEmpty();
        assertThat(afterBothJoined(bob, ann)).isEmpty();
        ok(shard.state.leaveQueue(ann.owner()));
        ok(shard.state.leaveQueue(bob.owner()));
        meetAndPart(bob, shard.person());
        meetAndPart(bob, shard.person());

        assertThat(afterBothJoined(ann, bob)).hasSize(1);
    }

    @Test
    void afterAWhileTheSameTwoMayMeetAgain() {
        Person ann = shard.person();
        Person bob = shard.person();
        meetAndPart(ann, bob);
        assertThat(afterBothJoined(ann, bob)).isEmpty();

        shard.pass(Duration.ofMinutes(10));

        assertThat(afterBothJoined(ann, bob)).hasSize(1);
    }

    @Test
    void withTheSessionsTheirLastPartnersAreForgotten() {
        Person ann = shard.person();
        Person bob = shard.person();
        meetAndPart(ann, bob);
        ok(shard.state.disconnect(ann.user(), ann.connection(), GATEWAY));
        shard.redis("HSET", shard.keys.fixed("recents"), "somebody", "garbage");
        shard.erase(bob);
        shard.advance(Duration.ofMinutes(10));
        await(shard.upkeep.expire(10));

        assertThat(shard.redisText("HLEN", shard.keys.fixed("recents"))).isEqualTo("1");
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
