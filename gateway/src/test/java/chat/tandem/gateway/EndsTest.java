package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How connections end, and what happens while Redis is away. */
@ExtendWith(Stores.class)
class EndsTest {
    @Test
    void whoNeverSaysHelloIsClosed(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url(), Map.of("TANDEM_HELLO_DEADLINE", "2s"));
                Client silent = gateway.client();
                Client known = gateway.client()) {
            known.hello();
            assertThat(silent.closeCode()).isEqualTo(4502);
            assertThat(known.ask("ping", new JsonObject()).containsKey("data")).isTrue();
        }
    }

    @Test
    void aClientThatAnswersPingsStaysAndOneThatIsSilentIsClosed(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url(), Map.of("TANDEM_HEARTBEAT", "100ms"));
                Client alive = gateway.client();
                Client silent = gateway.client()) {
            alive.hello();
            silent.hello();
            silent.pauseReading();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> redis.command("SCARD", "{0}:online").equals("1"));
            assertThat(alive.ask("ping", new JsonObject()).containsKey("data")).isTrue();
        }
    }

    @Test
    void whenTheLeaseIsLostClientsAreToldToComeBackAndCan(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url(), Map.of("TANDEM_GATEWAY_LEASE", "600ms"));
                Client client = gateway.client()) {
            String token = client.hello().getString("token");
            String id = redis.command("ZRANGE", "{0}:gateways", "0", "-1");
            redis.command("ZADD", "{0}:gateways", "0", id);
            assertThat(client.closeCode()).isEqualTo(4003);
            await().until(() -> !redis.command("ZRANGE", "{0}:gateways", "1", "+inf", "BYSCORE")
                    .isEmpty());
            try (Client again = gateway.client()) {
                assertThat(again.hello(new JsonObject().put("token", token)).getString("userId"))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void stoppingClosesWithDrainingAndLetsGoOfEverySession(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url());
                GatewayUnderTest.Pair pair = gateway.pair();
                Client idle = gateway.client()) {
            idle.hello();
            gateway.stop();
            assertThat(pair.one().closeCode()).isEqualTo(4000);
            assertThat(idle.closeCode()).isEqualTo(4000);
            assertThat(redis.command("SCARD", "{0}:online")).isEqualTo("0");
            assertThat(redis.command("ZCARD", "{0}:away")).isEqualTo("3");
            assertThat(redis.command("ZCARD", "{0}:gateways")).isEqualTo("0");
            assertThat(redis.command("KEYS", "{0}:inbox:*")).isEmpty();
        }
    }

    @Test
    void aConversationSurvivesTheGateway(RedisStore redis) {
        String token;
        GatewayUnderTest.Pair pair;
        try (GatewayUnderTest first = GatewayUnderTest.start(redis.url())) {
            pair = first.pair();
            token = pair.one().frames().getFirst().getJsonObject("data").getString("token");
            pair.one().ask("send-message", pair.message("before"));
        }
        try (GatewayUnderTest second = GatewayUnderTest.start(redis.url());
                Client again = second.client()) {
            assertThat(again.hello(new JsonObject().put("token", token)).getString("state"))
                    .isEqualTo("paired");
            assertThat(again.event("rejoined").getJsonArray("messages")).hasSize(1);
        }
    }

    @Test
    void whileRedisIsAwaySocketsStayAndCommandsAreUnavailable(RedisProcess redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url());
                Client client = gateway.client();
                Client newcomer = gateway.client()) {
            client.hello();
            redis.kill();
            await().until(() -> client.ask("join-queue", new JsonObject()).containsKey("error"));
            JsonObject error = client.refusal("join-queue", new JsonObject());
            assertThat(error.getString("code")).isEqualTo("unavailable");
            assertThat(error.getLong("retryAfterMs")).isPositive();
            assertThat(newcomer.refusal("hello", new JsonObject()).getString("code"))
                    .isEqualTo("unavailable");
            assertThat(client.ask("ping", new JsonObject()).containsKey("data")).isTrue();
            assertThat(newcomer.open()).isTrue();
            redis.restart();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> newcomer.ask("hello", new JsonObject()).containsKey("data"));
        }
    }

    @Test
    void aFrozenRedisLeavesNoSessionBehind(RedisProcess redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url());
                Client client = gateway.client()) {
            redis.freeze();
            assertThat(client.refusal("hello", new JsonObject()).getString("code"))
                    .isEqualTo("unavailable");
            redis.thaw();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> client.ask("hello", new JsonObject()).containsKey("data"));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(redis.command("SCARD", "{0}:online")).isEqualTo("1"));
        }
    }
}
