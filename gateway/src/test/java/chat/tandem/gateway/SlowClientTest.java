package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class SlowClientTest {
    private static final Map<String, String> SETTINGS =
            Map.of("TANDEM_LIMIT_MESSAGES", "off", "TANDEM_ANNOUNCE_AFTER", "0ms");

    /** Three bytes each in UTF-8: more than what the kernel's buffers hold of one connection, in a thousand messages. */
    private static final String LONG = "€".repeat(4_000);

    @Test
    void whoDoesNotReadIsClosedAndRecoversByReplay(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url(), SETTINGS);
                GatewayUnderTest.Pair pair = gateway.pair()) {
            String token = pair.one().frames().getFirst().getJsonObject("data").getString("token");
            pair.one().pauseReading();
            int sent = 0;
            while (!pair.other().heard().contains("partner-disconnected")) {
                assertThat(++sent).as("messages that nobody reads").isLessThan(5_000);
                pair.other().ask("send-message", pair.message(LONG));
                gateway.expire();
            }
            pair.one().resumeReading();
            assertThat(pair.one().closeCode()).isEqualTo(4001);
            long had = pair.one().heard().stream()
                    .filter("receive-message"::equals)
                    .count();
            assertThat(had).isLessThan(sent);
            try (Client again = gateway.client()) {
                JsonObject resume = pair.inConversation().put("sequence", had);
                again.hello(new JsonObject().put("token", token).put("resume", resume));
                JsonObject rejoined = again.event("rejoined");
                int replayed = rejoined.getJsonArray("messages").size();
                assertThat(rejoined.getBoolean("truncated")).isEqualTo(had + replayed < sent);
                assertThat(rejoined.getJsonArray("messages")
                                .getJsonObject(replayed - 1)
                                .getInteger("sequence"))
                        .isEqualTo(sent);
            }
        }
    }
}
