package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several gateways: event loops of one process, and processes. */
@ExtendWith(Stores.class)
class LoopsTest {
    @Test
    void theLoopsOfAProcessShareAPortAndTalkLikeAnyGateways(RedisStore redis) {
        List<Client> clients = new ArrayList<>();
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url(), Map.of("TANDEM_GATEWAY_LOOPS", "3"))) {
            assertThat(redis.command("ZCARD", "{0}:gateways")).isEqualTo("3");
            for (int i = 0; i < 6; i++) {
                Client one = gateway.client();
                Client other = gateway.client();
                clients.addAll(List.of(one, other));
                GatewayUnderTest.Pair pair = gateway.pair(one, new JsonObject(), other, new JsonObject());
                one.ask("send-message", pair.message("hello"));
                assertThat(other.event("receive-message").getString("body")).isEqualTo("hello");
            }
            gateway.stop();
            clients.forEach(client -> assertThat(client.closeCode()).isEqualTo(4000));
            assertThat(redis.command("ZCARD", "{0}:gateways")).isEqualTo("0");
            clients.forEach(Client::close);
        }
    }

    @Test
    void aSessionMovesBetweenGateways(RedisStore redis) {
        try (GatewayUnderTest first = GatewayUnderTest.start(redis.url());
                GatewayUnderTest second = GatewayUnderTest.start(redis.url());
                GatewayUnderTest.Pair pair =
                        first.pair(first.client(), new JsonObject(), second.client(), new JsonObject());
                Client moved = second.client()) {
            String token = pair.one().frames().getFirst().getJsonObject("data").getString("token");
            moved.hello(new JsonObject().put("token", token));
            assertThat(pair.one().closeCode()).isEqualTo(4500);
            assertThat(moved.event("rejoined").getString("conversationId")).isEqualTo(pair.conversation());
            pair.other().ask("send-message", pair.message("to the new place"));
            assertThat(moved.event("receive-message").getString("body")).isEqualTo("to the new place");
            assertThat(pair.other().heard()).doesNotContain("partner-disconnected", "partner-reconnected");
        }
    }

    @Test
    void aPartnerIsToldOfALongerAbsenceAndOfTheReturn(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url(), Map.of("TANDEM_ANNOUNCE_AFTER", "50ms"));
                GatewayUnderTest.Pair pair = gateway.pair();
                Client again = gateway.client()) {
            String token = pair.one().frames().getFirst().getJsonObject("data").getString("token");
            pair.one().close();
            await().until(() -> {
                gateway.expire();
                return pair.other().heard().contains("partner-disconnected");
            });
            assertThat(pair.other().event("partner-disconnected").getLong("until"))
                    .isPositive();
            again.hello(new JsonObject().put("token", token));
            assertThat(pair.other().event("partner-reconnected")).isEqualTo(pair.inConversation());
        }
    }

    @Test
    void whoWaitsIsToldHowManyAreOnline(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url(), Map.of("TANDEM_GATEWAY_LEASE", "1s"));
                Client client = gateway.client();
                Client another = gateway.client()) {
            client.hello();
            another.hello();
            await().atMost(Duration.ofSeconds(20)).until(() -> client.heard().contains("online-count"));
            assertThat(client.event("online-count").getLong("count")).isEqualTo(2);
        }
    }
}
