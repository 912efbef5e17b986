package chat.tandem.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.ops.Operations;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.StateSettings;
import chat.tandem.common.state.UserLimits;
import chat.tandem.matcher.Strangers.Person;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({Stores.class, VertxExtension.class})
class MatcherVerticleTest {

    private static final StateSettings STATE = new StateSettings(
            Duration.ofMillis(600),
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofMillis(500),
            Duration.ofMinutes(10),
            20,
            Duration.ofMillis(500),
            1_000_000,
            1L << 30,
            50_000,
            UserLimits.OFF,
            100_000,
            false);

    private Vertx vertx;
    private RedisStore redis;
    private Strangers strangers;

    @BeforeEach
    void open(Vertx vertx, RedisStore redis) {
        this.vertx = vertx;
        this.redis = redis;
        strangers = new Strangers(vertx, redis, STATE);
    }

    @AfterEach
    void close() {
        strangers.close();
    }

    private String startMatcher() {
        var settings = new MatcherSettings(
                RedisSettings.standalone(redis.url()), STATE, Duration.ofSeconds(1), Duration.ofMillis(50));
        return vertx.deployVerticle(new MatcherVerticle(settings, new Operations()))
                .await();
    }

    @Test
    void twoPeopleAloneMeet() {
        startMatcher();
        Person one = strangers.waiting();
        Person other = strangers.waiting();

        await().until(() -> strangers.areTogether(one, other));
        assertThat(strangers.inbox(Strangers.GATEWAY)).contains(one.connection(), other.connection(), "matched");
        assertThat(strangers.writes()).contains("start", one.user(), other.user());
    }

    @Test
    void aLostHintIsHealedByTheSweep() {
        Person one = strangers.waiting();
        Person other = strangers.waiting();
        strangers.loseHints();
        startMatcher();

        await().until(() -> strangers.areTogether(one, other));
    }

    @Test
    void whoSharesNoInterestMeetsWhenPatienceEnds() {
        startMatcher();
        Person one = strangers.waiting("chess");
        Person other = strangers.waiting("sailing");

        await().until(() -> strangers.areTogether(one, other));
        assertThat(strangers.inbox(Strangers.GATEWAY)).contains("\"sharedInterests\":[]");
    }

    @Test
    void whoSharesAnInterestMeetsBeforeWhoWaitsLonger() {
        Person sailor = strangers.waiting("sailing");
        Person player = strangers.waiting("chess");
        Person other = strangers.waiting("chess");
        startMatcher();

        await().until(() -> strangers.areTogether(player, other));
        assertThat(strangers.isPaired(sailor)).isFalse();
    }

    @Test
    void whoBlockedEachOtherNeverMeet() {
        startMatcher();
        Person one = strangers.person(Strangers.GATEWAY);
        Person other = strangers.person(Strangers.GATEWAY);
        strangers.block(one, other);
        strangers.join(one);
        strangers.join(other);
        Person third = strangers.waiting();

        await().until(() -> strangers.isPaired(third));
        assertThat(strangers.areTogether(one, other)).isFalse();
        assertThat(strangers.isPaired(one)).isNotEqualTo(strangers.isPaired(other));
    }

    @Test
    void recentPartnersPreferOthersButMeetAgainWhenNobodyElseIsThere() {
        startMatcher();
        Person one = strangers.waiting();
        Person other = strangers.waiting();
        await().until(() -> strangers.areTogether(one, other));
        strangers.next(one, strangers.conversation(one));
        strangers.join(other);

        await().until(() -> strangers.areTogether(one, other));
    }

    @Test
    void theUsersOfADeadGatewayAreAwayAndTheirPartnersAreTold() {
        Person here = strangers.waiting();
        Person there = strangers.person(Strangers.OTHER_GATEWAY);
        strangers.join(there);
        startMatcher();
        await().until(() -> strangers.areTogether(here, there));
        strangers.command("ZADD", strangers.keys.fixed("gateways"), "1", Strangers.OTHER_GATEWAY);

        await().until(() -> strangers.inbox(Strangers.GATEWAY).contains("partner-disconnected"));
        await().until(() -> strangers.inbox(Strangers.GATEWAY).contains("conversation-ended"));
        assertThat(strangers.command("EXISTS", strangers.keys.inbox(Strangers.OTHER_GATEWAY)))
                .isEqualTo("0");
        assertThat(strangers.command("ZSCORE", strangers.keys.fixed("gateways"), Strangers.GATEWAY))
                .isNotEmpty();
        assertThat(strangers.isPaired(here)).isFalse();
    }

    @Test
    void twoMatchersPairEverybodyOnce() {
        startMatcher();
        startMatcher();
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            people.add(strangers.waiting());
        }
        await().untilAsserted(() -> assertThat(people).allMatch(strangers::isPaired));

        Set<String> conversations = new HashSet<>();
        people.forEach(person -> conversations.add(strangers.conversation(person)));
        assertThat(conversations).hasSize(people.size() / 2);
    }

    @Test
    void whatAMatcherLeftAnotherTakesOver() {
        String first = startMatcher();
        Person one = strangers.waiting();
        vertx.undeploy(first).await();
        Person other = strangers.waiting();
        startMatcher();

        await().until(() -> strangers.areTogether(one, other));
    }
}
