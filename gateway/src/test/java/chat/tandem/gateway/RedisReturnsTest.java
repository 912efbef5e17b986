package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients see of a Redis that goes away and returns: the same, empty, or behind. */
@ExtendWith(Stores.class)
class RedisReturnsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static String token(Client client) {
        return client.frames().getFirst().getJsonObject("data").getString("token");
    }

    private static void awaitOf(Client client, String event) {
        await(event).atMost(PATIENCE).until(() -> client.heard().contains(event));
    }

    @Test
    void itsAbsenceIsToldOnceAndSoIsItsReturn(RedisProcess redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url());
                GatewayUnderTest.Pair pair = gateway.pair()) {
            redis.command("SAVE");
            redis.kill();
            awaitOf(pair.one(), "service-degraded");
            assertThat(pair.one().event("service-degraded").getLong("retryAfterMs"))
                    .isPositive();
            assertThat(pair.one()
                            .refusal("typing", pair.inConversation().put("typing", true))
                            .getString("code"))
                    .isEqualTo("unavailable");
            assertThat(pair.one().ask("ping", new JsonObject()).containsKey("data"))
                    .isTrue();
            redis.restart();
            awaitOf(pair.one(), "service-restored");
            awaitOf(pair.other(), "service-restored");
            assertThat(pair.one().heard()).containsOnlyOnce("service-degraded").containsOnlyOnce("service-restored");
        }
    }

    @Test
    void aConversationGoesOnOverTheSameSocketsWithWhatWasMissed(RedisProcess redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url());
                GatewayUnderTest.Pair pair = gateway.pair()) {
            pair.one().ask("send-message", pair.message("before"));
            pair.other().event("receive-message");
            redis.command("SAVE");
            redis.restart();
            JsonObject message = pair.message("after");
            await().atMost(PATIENCE)
                    .until(() -> pair.one().ask("send-message", message).containsKey("data"));
            awaitOf(pair.other(), "rejoined");
            await("the message, live or replayed")
                    .atMost(PATIENCE)
                    .until(() -> pair.other().frames().toString().contains("after"));
            assertThat(pair.one().open() && pair.other().open()).isTrue();
            assertThat(pair.other().heard()).doesNotContain("conversation-ended", "partner-disconnected");
            pair.other().ask("send-message", pair.message("and on"));
            awaitOf(pair.one(), "receive-message");
        }
    }

    @Test
    void anEmptyOneMeansThatTheConversationIsLost(RedisProcess redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url());
                GatewayUnderTest.Pair pair = gateway.pair();
                Client idle = gateway.client()) {
            idle.hello();
            redis.restart();
            for (Client client : List.of(pair.one(), pair.other())) {
                assertThat(client.closeCode()).isEqualTo(4003);
                assertThat(client.event("conversation-ended"))
                        .isEqualTo(pair.inConversation().put("reason", "state-lost"));
            }
            assertThat(idle.ask("join-queue", new JsonObject()).containsKey("data"))
                    .as("an idle session has lost nothing")
                    .isTrue();
            try (Client again = gateway.client()) {
                assertThat(again.hello(new JsonObject().put("token", token(pair.one())))
                                .getString("state"))
                        .isEqualTo("idle");
            }
        }
    }

    @Test
    void oneThatKnowsLessOfTheConversationMeansThatItIsLost(RedisProcess redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url());
                GatewayUnderTest.Pair pair = gateway.pair()) {
            pair.one().ask("send-message", pair.message("kept"));
            redis.command("SAVE");
            pair.one().ask("send-message", pair.message("forgotten"));
            await().until(() -> pair.other().frames().toString().contains("forgotten"));
            redis.restart();
            assertThat(pair.one().closeCode()).isEqualTo(4003);
            assertThat(pair.one().event("conversation-ended").getString("reason"))
                    .isEqualTo("state-lost");
            assertThat(pair.other().closeCode()).isEqualTo(4003);
        }
    }

    @Test
    void oneThatWasEmptiedIsNoticedByWhoeverAsksFirst(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url());
                GatewayUnderTest.Pair pair = gateway.pair()) {
            redis.command("FLUSHALL");
            assertThat(pair.one()
                            .refusal("send-message", pair.message("into the void"))
                            .getString("code"))
                    .isEqualTo("unavailable");
            for (Client client : List.of(pair.one(), pair.other())) {
                assertThat(client.closeCode()).isEqualTo(4003);
                assertThat(client.event("conversation-ended").getString("reason"))
                        .isEqualTo("state-lost");
            }
        }
    }

    @Test
    void whoWasReapedIsNotToldThatAnythingIsLost(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url());
                GatewayUnderTest.Pair pair = gateway.pair()) {
            String id = redis.command("ZRANGE", "{0}:gateways", "0", "-1");
            redis.command("ZADD", "{0}:gateways", "0", id);
            assertThat(pair.one().closeCode()).isEqualTo(4003);
            assertThat(pair.one().heard()).doesNotContain("conversation-ended");
        }
    }
}
