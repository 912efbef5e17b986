package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a gateway that is rolled means for its clients. */
@ExtendWith(Stores.class)
class DrainTest {
    @Test
    void whoIsInTheMiddleOfAConversationMissesNothingAndThePartnerNoticesNothing(RedisStore redis) {
        try (GatewayUnderTest rolled = GatewayUnderTest.start(redis.url());
                GatewayUnderTest other = GatewayUnderTest.start(redis.url());
                GatewayUnderTest.Pair pair =
                        rolled.pair(rolled.client(), new JsonObject(), other.client(), new JsonObject())) {
            String token = pair.one().frames().getFirst().getJsonObject("data").getString("token");
            pair.other().ask("send-message", pair.message("before"));
            pair.one().event("receive-message");
            int last = pair.one().send("send-message", pair.message("on its way"));
            Future<Void> stopped = rolled.beginStop();
            assertThat(pair.one().event("server-draining").getLong("reconnectAfterMs"))
                    .isBetween(0L, 1_000L);
            assertThat(pair.one().closeCode()).isEqualTo(4000);
            assertThat(pair.one().ack(last).containsKey("data")).isTrue();
            pair.other().ask("send-message", pair.message("while away"));
            JsonObject resume = pair.inConversation().put("sequence", 1);
            try (Client again = other.client()) {
                again.hello(new JsonObject().put("token", token).put("resume", resume));
                JsonObject rejoined = again.event("rejoined");
                assertThat(rejoined.getJsonArray("messages"))
                        .extracting(message -> ((JsonObject) message).getString("body"))
                        .containsExactly("on its way", "while away");
                other.expire();
                pair.other().ask("ping", new JsonObject());
                assertThat(pair.other().heard()).doesNotContain("partner-disconnected", "partner-reconnected");
            }
            GatewayUnderTest.wait(stopped);
        }
    }

    @Test
    void whoWaitsForAnAnswerThatDoesNotComeIsClosedWhenTheTimeIsOver(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url(), Map.of("TANDEM_DRAIN", "300ms"));
                Client client = gateway.client()) {
            client.hello();
            redis.command("CLIENT", "PAUSE", "1500", "ALL");
            client.send("join-queue", new JsonObject());
            gateway.stop();
            assertThat(client.closeCode()).isEqualTo(4000);
        }
    }

    @Test
    void allHaveBeenToldInHalfOfTheTime() {
        assertThat(Drain.perStep(10, Duration.ofSeconds(30))).isEqualTo(50);
        assertThat(Drain.perStep(60_000, Duration.ofSeconds(30))).isEqualTo(200);
        assertThat(Drain.perStep(60_000, Duration.ofMillis(10))).isEqualTo(60_000);
    }
}
