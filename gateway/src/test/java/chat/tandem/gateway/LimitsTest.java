package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class LimitsTest {
    private static List<JsonObject> pings(Client client, int count) {
        List<Integer> ids = IntStream.range(0, count)
                .mapToObj(i -> client.send("ping", new JsonObject()))
                .toList();
        return ids.stream().map(client::ack).toList();
    }

    @Test
    void commandsBeyondTheLimitAreRefusedAndSayWhenToTryAgain(RedisStore redis) {
        try (GatewayUnderTest gateway =
                        GatewayUnderTest.start(redis.url(), Map.of("TANDEM_LIMIT_COMMANDS", "1/m burst 10"));
                Client client = gateway.client()) {
            client.hello();
            List<JsonObject> answers = pings(client, 12);
            assertThat(answers.stream().filter(answer -> answer.containsKey("data")))
                    .hasSize(9);
            JsonObject error = answers.getLast().getJsonObject("error");
            assertThat(error.getString("code")).isEqualTo("rate-limited");
            assertThat(error.getLong("retryAfterMs")).isBetween(1L, 60_000L);
        }
    }

    @Test
    void whoGoesOnAfterAThousandRefusalsIsClosed(RedisStore redis) {
        try (GatewayUnderTest gateway =
                        GatewayUnderTest.start(redis.url(), Map.of("TANDEM_LIMIT_COMMANDS", "1/m burst 1"));
                Client client = gateway.client()) {
            client.hello();
            IntStream.range(0, 1_100).forEach(i -> client.send("ping", new JsonObject()));
            assertThat(client.closeCode()).isEqualTo(4005);
            assertThat(client.heard().stream().filter(title -> title.startsWith("error")))
                    .hasSize(1_000);
        }
    }

    @Test
    void messagesHaveALimitOfTheirOwnAndARepeatedOneDoesNotCount(RedisStore redis) {
        try (GatewayUnderTest gateway =
                        GatewayUnderTest.start(redis.url(), Map.of("TANDEM_LIMIT_MESSAGES", "1/m burst 2"));
                GatewayUnderTest.Pair pair = gateway.pair()) {
            JsonObject first = pair.message("one");
            assertThat(pair.one().ask("send-message", first).containsKey("data"))
                    .isTrue();
            assertThat(pair.one().ask("send-message", first).containsKey("data"))
                    .isTrue();
            assertThat(pair.one().ask("send-message", pair.message("two")).containsKey("data"))
                    .isTrue();
            JsonObject error = pair.one().refusal("send-message", pair.message("three"));
            assertThat(error.getString("code")).isEqualTo("rate-limited");
            assertThat(error.getLong("retryAfterMs")).isPositive();
            assertThat(pair.one().ask("send-message", first).containsKey("data"))
                    .isTrue();
        }
    }

    @Test
    void joinsHaveALimitOfTheirOwn(RedisStore redis) {
        try (GatewayUnderTest gateway =
                        GatewayUnderTest.start(redis.url(), Map.of("TANDEM_LIMIT_JOINS", "1/m burst 2"));
                Client client = gateway.client()) {
            client.hello();
            client.ask("join-queue", new JsonObject());
            client.ask("join-queue", new JsonObject());
            assertThat(client.refusal("join-queue", new JsonObject()).getString("code"))
                    .isEqualTo("rate-limited");
            assertThat(client.ask("leave-queue", new JsonObject()).containsKey("data"))
                    .isTrue();
        }
    }

    @Test
    void offIsNoLimit(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(
                        redis.url(), Map.of("TANDEM_LIMIT_MESSAGES", "off", "TANDEM_LIMIT_JOINS", "off"));
                GatewayUnderTest.Pair pair = gateway.pair()) {
            List<Integer> ids = IntStream.range(0, 200)
                    .mapToObj(i -> pair.one().send("send-message", pair.message("m" + i)))
                    .toList();
            ids.forEach(id -> assertThat(pair.one().ack(id).containsKey("data")).isTrue());
        }
    }
}
