package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class OrderTest {
    private GatewayUnderTest gateway;
    private RedisStore redis;

    @BeforeEach
    void start(RedisStore store) {
        redis = store;
        gateway = GatewayUnderTest.start(store.url());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void commandsSentBeforeSessionWaitForIt() {
        try (Client client = gateway.client()) {
            client.send("hello", new JsonObject());
            client.send("join-queue", new JsonObject());
            client.send("leave-queue", new JsonObject());
            int last = client.send("join-queue", new JsonObject());
            client.ack(last);
            assertThat(client.heard()).containsExactly("ack 1", "ack 2", "ack 3", "ack 4");
        }
    }

    @Test
    void beforeSessionThirtyTwoCommandsWaitAndFurtherOnesAreRefused() {
        try (Client client = gateway.client()) {
            client.send("hello", new JsonObject());
            List<Integer> pings = IntStream.range(0, 40)
                    .mapToObj(i -> client.send("ping", new JsonObject()))
                    .toList();
            List<JsonObject> answers = pings.stream().map(client::ack).toList();
            long refused = answers.stream()
                    .filter(answer -> answer.containsKey("error"))
                    .peek(answer -> {
                        assertThat(answer.getJsonObject("error").getString("code"))
                                .isEqualTo("rate-limited");
                        assertThat(answer.getJsonObject("error").getLong("retryAfterMs"))
                                .isPositive();
                    })
                    .count();
            // How many reach the gateway before Redis has answered is up to the network.
            assertThat(refused).isBetween(0L, 8L);
            assertThat(client.ask("ping", new JsonObject()).containsKey("data")).isTrue();
        }
    }

    @Test
    void afterSessionNothingIsRefusedHoweverMuchIsSent() {
        try (GatewayUnderTest.Pair pair = gateway.pair()) {
            List<Integer> ids = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                ids.add(pair.one().send("typing", pair.inConversation().put("typing", i % 2 == 0)));
            }
            ids.forEach(id -> assertThat(pair.one().ack(id).containsKey("data")).isTrue());
            List<String> acks = ids.stream().map(id -> "ack " + id).toList();
            assertThat(pair.one().heard()).containsSubsequence(acks);
            await().until(() -> typings(pair.other()) == 300);
        }
    }

    private static long typings(Client client) {
        return client.heard().stream().filter("partner-typing"::equals).count();
    }

    @Test
    void whatWasReadBeforeTheSocketClosedIsCarriedOut() {
        try (GatewayUnderTest.Pair pair = gateway.pair()) {
            for (int i = 0; i < 50; i++) {
                pair.one().send("send-message", pair.message("m" + i));
            }
            pair.one().close();
            await().until(() -> pair.other().heard().stream()
                            .filter("receive-message"::equals)
                            .count()
                    == 50);
            await().until(() -> redis.command("ZRANGE", "{0}:away", "0", "-1").equals(pair.oneId()));
        }
    }

    @Test
    void matchedNeverOvertakesTheAckThatCausedIt() {
        for (int round = 0; round < 20; round++) {
            try (Client one = gateway.client();
                    Client other = gateway.client()) {
                String a = one.hello().getString("userId");
                String b = other.hello().getString("userId");
                other.ask("join-queue", new JsonObject());
                one.send("join-queue", new JsonObject());
                await().until(() -> !gateway.match(a, b).isEmpty());
                one.event("matched");
                other.event("matched");
                assertThat(one.heard()).containsExactly("ack 1", "ack 2", "matched");
                assertThat(other.heard()).containsExactly("ack 1", "ack 2", "matched");
            }
        }
    }

    @Test
    void nothingOfAConversationFollowsTheAckOfLeavingIt() {
        for (int round = 0; round < 10; round++) {
            try (GatewayUnderTest.Pair pair = gateway.pair()) {
                for (int i = 0; i < 20; i++) {
                    pair.other().send("typing", pair.inConversation().put("typing", true));
                }
                int leave = pair.one().send("leave-conversation", pair.inConversation());
                pair.one().ack(leave);
                pair.one().ask("ping", new JsonObject());
                pair.other().event("conversation-ended");
                List<String> heard = pair.one().heard();
                assertThat(heard.subList(heard.indexOf("ack " + leave), heard.size()))
                        .doesNotContain("partner-typing", "conversation-ended");
                List<String> others = pair.other().heard();
                assertThat(others.subList(others.indexOf("conversation-ended"), others.size()))
                        .doesNotContain("partner-typing", "receive-message");
            }
        }
    }

    @Test
    void theEndOfAConversationIsToldEvenWhenTheNextCommandIsFaster() {
        try (GatewayUnderTest.Pair pair = gateway.pair()) {
            pair.other().ask("leave-conversation", pair.inConversation());
            pair.one().send("leave-queue", new JsonObject());
            pair.one().event("conversation-ended");
            JsonObject joined = pair.one().ask("join-queue", new JsonObject());
            assertThat(joined.containsKey("data")).isTrue();
        }
    }
}
