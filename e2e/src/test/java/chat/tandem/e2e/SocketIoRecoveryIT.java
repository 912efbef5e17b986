package chat.tandem.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.RoundRobin;
import chat.tandem.testing.ServiceProcess;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The official Socket.IO client loses its line behind a plain load balancer, in the ways in which the reference implementation loses
 * its session, and misses nothing and sees nothing twice. Ben is the one; Ada writes to him over {@code /ws}.
 */
@ExtendWith(Stores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketIoRecoveryIT {
    private @Nullable Deployment deployment;

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling"})
    @Retention(RetentionPolicy.RUNTIME)
    private @interface OverEither {}

    @BeforeAll
    void start(RedisStore redis, PostgresStore postgres) {
        NodePackages.require();
        var settings = new HashMap<>(Deployment.settings(redis.url(), postgres.url()));
        settings.put("TANDEM_GRACE", "2m");
        settings.put("TANDEM_HEARTBEAT", "5s"); // A poll that waits for a dead gateway ends with it.
        settings.put("TANDEM_LIMIT_MESSAGES", "off");
        settings.put("TANDEM_LIMIT_COMMANDS", "off");
        settings.put("TANDEM_EVENTS_RETAINED", "1000");
        deployment = Deployment.start(Processes.of(settings), List.of("persistence", "matcher", "gateway", "gateway"));
    }

    @AfterAll
    void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    private List<ServiceProcess> gateways() {
        return requireNonNull(deployment).all("gateway");
    }

    private RoundRobin balancer() {
        return RoundRobin.before(gateways().stream().map(ServiceProcess::http).toList());
    }

    private static NodeLine ben(String transport, RoundRobin balancer) {
        return new NodeLine("newest", transport, balancer.http(), new JsonObject().put("name", "Ben"));
    }

    private Line ada() {
        return new WebSocketLine(gateways().getLast().http(), new JsonObject().put("name", "Ada"));
    }

    private static String meet(Line one, Line other) {
        var interests = new JsonObject()
                .put(
                        "interests",
                        List.of(one.told("session").getString("userId").substring(0, 30)));
        one.ask("join-queue", interests);
        other.ask("join-queue", interests);
        other.told("matched");
        return one.told("matched").getString("conversationId");
    }

    private static void say(Line from, String conversation, String body) {
        from.ask("send-message", Line.message(conversation, body));
    }

    private static void awaitConnects(NodeLine line, int connects) {
        await().atMost(Duration.ofSeconds(40)).until(() -> line.connects().size() >= connects);
    }

    /** After the last message: each was seen once, in order, and every time that he came back it was the same session. */
    private static void check(NodeLine ben, String... bodies) {
        ben.told("receive-message", data -> data.getString("body").equals(bodies[bodies.length - 1]));
        assertThat(ben.heard().stream()
                        .filter(heard -> heard.event().equals("receive-message"))
                        .map(heard -> heard.data().getString("body")))
                .containsExactly(bodies);
        assertThat(ben.connects().getFirst()).isFalse();
        assertThat(ben.connects().stream().skip(1)).isNotEmpty().containsOnly(true);
        assertThat(ben.ids()).containsOnly(ben.ids().getFirst());
        assertThat(ben.heard().stream().filter(heard -> heard.event().equals("rejoined")))
                .allSatisfy(heard ->
                        assertThat(heard.data().getJsonArray("messages")).isEmpty());
    }

    @OverEither
    void theServerIsKilledOutright(String transport) {
        ServiceProcess home = gateways().getFirst();
        try (RoundRobin balancer = balancer();
                NodeLine ben = ben(transport, balancer);
                Line ada = ada()) {
            String conversation = meet(ada, ben);
            say(ada, conversation, "before");
            ben.told("receive-message");
            home.kill();
            say(ada, conversation, "during");
            awaitConnects(ben, 2);
            say(ada, conversation, "after");
            check(ben, "before", "during", "after");
            say(ben, conversation, "back");
            ada.told("receive-message");
        } finally {
            requireNonNull(deployment).replace(home);
        }
    }

    @OverEither
    void theOldConnectionStillSeemsOpen(String transport) {
        try (RoundRobin balancer = balancer();
                NodeLine ben = ben(transport, balancer);
                Line ada = ada()) {
            String conversation = meet(ada, ben);
            say(ada, conversation, "before");
            ben.told("receive-message");
            balancer.cutUnnoticed();
            say(ada, conversation, "into the void, perhaps");
            awaitConnects(ben, 2);
            say(ada, conversation, "after");
            check(ben, "before", "into the void, perhaps", "after");
            assertThat(ben.names()).doesNotContain("session-replaced");
        }
    }

    @OverEither
    void othersHaveSaidALotMeanwhile(String transport) {
        try (RoundRobin balancer = balancer();
                NodeLine ben = ben(transport, balancer);
                Line ada = ada();
                Line eve = ada();
                Line dan = ada()) {
            String conversation = meet(ada, ben);
            String other = meet(eve, dan);
            say(ada, conversation, "before");
            ben.told("receive-message");
            ben.drop();
            say(ada, conversation, "during");
            List<CompletableFuture<JsonObject>> others = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                others.add(eve.command("send-message", Line.message(other, "talk " + i)));
            }
            others.forEach(CompletableFuture::join);
            awaitConnects(ben, 2);
            ben.drop();
            awaitConnects(ben, 3);
            say(ada, conversation, "after");
            check(ben, "before", "during", "after");
        }
    }

    @OverEither
    void theLastEventWasOneThatIsNotKept(String transport) {
        try (RoundRobin balancer = balancer();
                NodeLine ben = ben(transport, balancer);
                Line ada = ada()) {
            String conversation = meet(ada, ben);
            say(ada, conversation, "before");
            ada.ask(
                    "typing",
                    new JsonObject().put("conversationId", conversation).put("typing", true));
            ben.told("partner-typing");
            ben.drop();
            say(ada, conversation, "during");
            awaitConnects(ben, 2);
            check(ben, "before", "during");
        }
    }

    @OverEither
    void nothingHasComeYet(String transport) {
        try (RoundRobin balancer = balancer();
                NodeLine ben = ben(transport, balancer);
                Line ada = ada()) {
            ben.drop();
            awaitConnects(ben, 2);
            String conversation = meet(ada, ben);
            ben.drop();
            say(ada, conversation, "the first");
            awaitConnects(ben, 3);
            check(ben, "the first");
        }
    }

    @OverEither
    void heComesBackAtOnceAgainAndAgain(String transport) {
        String[] bodies = IntStream.range(0, 60).mapToObj(i -> "message " + i).toArray(String[]::new);
        try (RoundRobin balancer = balancer();
                NodeLine ben = ben(transport, balancer);
                Line ada = ada()) {
            String conversation = meet(ada, ben);
            for (int i = 0; i < bodies.length; i++) {
                say(ada, conversation, bodies[i]);
                if (i % 12 == 6) {
                    ben.drop();
                }
            }
            awaitConnects(ben, 2);
            check(ben, bodies);
        }
    }

    @OverEither
    void whoHeIsIsLookedAtAgain(String transport) {
        try (RoundRobin balancer = balancer();
                NodeLine ben = ben(transport, balancer)) {
            ben.auth(new JsonObject().put("token", "nonsense"));
            ben.drop();
            await().atMost(Duration.ofSeconds(40)).until(() -> !ben.refusals().isEmpty());
            assertThat(ben.refusals().getFirst().getString("code")).isEqualTo("invalid-token");
            assertThat(ben.connects()).containsExactly(false);
        }
    }
}
