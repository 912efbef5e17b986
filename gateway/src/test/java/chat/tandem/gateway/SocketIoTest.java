package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chat with the reference client for Java. Three loops: the requests of one client may reach any of them. */
@ExtendWith(Stores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketIoTest {
    private GatewayUnderTest gateway;

    Configuration configuration() {
        return Configuration.PLAIN;
    }

    @BeforeAll
    void start(RedisStore redis) {
        gateway = GatewayUnderTest.start(configuration(), redis.url(), Map.of("TANDEM_GATEWAY_LOOPS", "3"));
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private SocketIoClient guest(String transports) {
        return SocketIoClient.connect(gateway.port(), Map.of("name", "Ada"), transports.split("\\+"));
    }

    private record Pair(SocketIoClient one, SocketIoClient other, String conversation) implements AutoCloseable {
        JsonObject here() {
            return new JsonObject().put("conversationId", conversation);
        }

        JsonObject message(String body) {
            return here().put("id", Client.messageId()).put("type", "text").put("body", body);
        }

        @Override
        public void close() {
            one.close();
            other.close();
        }
    }

    private Pair pair(String transports) {
        SocketIoClient one = guest(transports);
        SocketIoClient other = guest(transports);
        String oneId = one.session().getString("userId");
        String otherId = other.session().getString("userId");
        one.ask("join-queue");
        other.ask("join-queue", new JsonObject());
        gateway.match(oneId, otherId);
        String conversation = one.event("matched").data().getString("conversationId");
        other.event("matched");
        return new Pair(one, other, conversation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling+websocket"})
    void strangersMeetAndTalk(String transports) {
        try (Pair pair = pair(transports)) {
            assertThat(pair.other().event("matched").data().getString("partnerName"))
                    .isEqualTo("Ada");
            assertThat(pair.other().event("matched").position()).isEqualTo(pair.conversation() + ":0");
            List<String> bodies =
                    IntStream.range(0, 20).mapToObj(i -> "\"" + i + "\" €").toList();
            for (String body : bodies) {
                JsonObject sent = pair.one().ask("send-message", pair.message(body));
                assertThat(sent.getLong("sequence")).isPositive();
            }
            await().until(() -> pair.other().heard().stream()
                            .filter("receive-message"::equals)
                            .count()
                    == 20);
            assertThat(pair.other().event("receive-message").data().getString("body"))
                    .isEqualTo("\"0\" €");
            assertThat(pair.other().event("receive-message").position()).isEqualTo(pair.conversation() + ":1");
            pair.other().tell("typing", pair.here().put("typing", true));
            assertThat(pair.one().event("partner-typing").position()).isNull();
            assertThat(pair.one().ask("leave-conversation", pair.here()).getString("state"))
                    .isEqualTo("idle");
            assertThat(pair.other().event("conversation-ended").data().getString("reason"))
                    .isEqualTo("left");
        }
    }

    @Test
    void theSessionIsTheFirstThingThatIsTold() {
        try (SocketIoClient client = guest("websocket")) {
            JsonObject session = client.session();
            assertThat(session.getString("token")).isNotEmpty();
            assertThat(session.getString("state")).isEqualTo("idle");
            assertThat(client.heard()).startsWith("session");
            try (SocketIoClient again =
                    SocketIoClient.connect(gateway.port(), Map.of("token", session.getString("token")), "polling")) {
                assertThat(again.session().getString("userId")).isEqualTo(session.getString("userId"));
                assertThat(client.event("session-replaced").data()).isEqualTo(new JsonObject());
                assertThat(client.end()).isEqualTo("io server disconnect");
            }
        }
    }

    @Test
    void aRefusalOfTheConnectionCarriesTheError() {
        try (SocketIoClient client = SocketIoClient.connect(gateway.port(), Map.of("token", "nonsense"), "websocket")) {
            JsonObject refusal = client.refusal();
            assertThat(refusal.getJsonObject("data").getString("code")).isEqualTo("invalid-token");
            assertThat(refusal.getString("message"))
                    .isEqualTo(refusal.getJsonObject("data").getString("message"));
            assertThat(client.connected()).isFalse();
        }
    }

    @Test
    void aFieldOfAuthIsJudgedLikeThoseOfHello() {
        try (SocketIoClient client =
                SocketIoClient.connect(gateway.port(), Map.of("name", "x".repeat(33)), "websocket")) {
            JsonObject error = client.refusal().getJsonObject("data");
            assertThat(error.getString("code")).isEqualTo("invalid-field");
            assertThat(error.getString("field")).isEqualTo("name");
        }
    }

    @Test
    void aRefusedCommandIsAcknowledgedWithItsError() {
        try (SocketIoClient client = guest("websocket")) {
            client.session();
            assertThat(client.ask("no-such").getJsonObject("error").getString("code"))
                    .isEqualTo("unknown-event");
            assertThat(client.ask("join-queue", "text").getJsonObject("error").getString("code"))
                    .isEqualTo("invalid-frame");
            assertThat(client.ask("join-queue", new JsonObject().put("interests", new JsonArray().add(" ")))
                            .getJsonObject("error")
                            .getString("field"))
                    .isEqualTo("interests");
            client.tell("leave-conversation", new JsonObject());
            assertThat(client.event("error").data().getString("field")).isEqualTo("conversationId");
        }
    }

    @Test
    void whoLeavesIsGone(RedisStore redis) {
        try (Pair pair = pair("websocket")) {
            pair.one().close();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> redis.command(
                                    "ZSCORE", "{0}:away", pair.one().session().getString("userId"))
                            != null);
        }
    }

    @Test
    void aGatewayThatStopsSaysSoAndHangsUp(RedisStore redis) {
        try (GatewayUnderTest rolled = GatewayUnderTest.start(redis.url());
                SocketIoClient client = SocketIoClient.connect(rolled.port(), Map.of(), "polling")) {
            client.session();
            rolled.stop();
            client.event("server-draining");
            assertThat(client.end()).startsWith("transport ");
        }
    }
}
