package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class SlowClientTest {
    private static final Map<String, String> SETTINGS =
            Map.of("TANDEM_LIMIT_MESSAGES", "off", "TANDEM_LIMIT_BYTES", "off", "TANDEM_ANNOUNCE_AFTER", "0ms");

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

    @Test
    void aStreamThatNobodyReadsIsEnded(RedisStore redis) throws IOException {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url(), SETTINGS);
                GatewayUnderTest.Pair pair = gateway.pair();
                Socket deaf = new Socket()) {
            String token = pair.one().frames().getFirst().getJsonObject("data").getString("token");
            deaf.setReceiveBufferSize(4_096);
            deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
            deaf.getOutputStream()
                    .write(("GET /sse HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                                    + token + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(pair.one().closeCode()).isEqualTo(4500);
            int sent = 0;
            while (!pair.other().heard().contains("partner-disconnected")) {
                assertThat(++sent).as("messages that nobody reads").isLessThan(5_000);
                pair.other().ask("send-message", pair.message(LONG));
                gateway.expire();
            }
            deaf.setSoTimeout(20_000);
            String all = new String(deaf.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all.split("event: receive-message", -1)).hasSizeBetween(2, sent);
        }
    }
}
