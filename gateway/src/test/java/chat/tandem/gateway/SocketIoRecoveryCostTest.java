package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.socketio.RawWebSocket;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a recovery makes Redis say, by Redis' own count. */
@ExtendWith(Stores.class)
class SocketIoRecoveryCostTest {
    private static final int SAID_BY_OTHERS = 1_000;
    private static final int CHARACTERS = 500;
    private static final Pattern SAID = Pattern.compile("total_net_output_bytes:(\\d+)");

    @Test
    void aRecoveryCostsWhatThatClientMissedAndNotWhatOthersSaid(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(
                        redis.url(), Map.of("TANDEM_LIMIT_MESSAGES", "off", "TANDEM_LIMIT_COMMANDS", "off"));
                GatewayUnderTest.Pair others = gateway.pair();
                Client ada = gateway.client()) {
            String adaId = ada.hello().getString("userId");
            ada.ask("join-queue", new JsonObject());
            RawWebSocket ben = RawWebSocket.socketIo(gateway.port()).send("40{\"name\":\"Ben\"}");
            String privateId = new JsonObject(ben.text().substring("40".length())).getString("pid");
            JsonObject session = event(ben).getJsonObject(1);
            ben.send("420[\"join-queue\",{}]").text();
            gateway.match(adaId, session.getString("userId"));
            String conversation = event(ben).getJsonObject(1).getString("conversationId");
            say(ada, conversation, "heard");
            String offset = event(ben).getString(2);
            ben.close();
            say(ada, conversation, "missed");
            for (int i = 0; i < SAID_BY_OTHERS; i++) {
                others.one().ask("send-message", others.message("x".repeat(CHARACTERS)));
            }

            long before = said(redis);
            String auth = new JsonObject()
                    .put("token", session.getString("token"))
                    .put("pid", privateId)
                    .put("offset", offset)
                    .encode();
            try (RawWebSocket again = RawWebSocket.socketIo(gateway.port()).send("40" + auth)) {
                assertThat(again.text()).startsWith("40").contains(privateId);
                assertThat(event(again).getJsonObject(1).getString("body")).isEqualTo("missed");
            }
            long cost = said(redis) - before;
            assertThat(cost).isLessThan(SAID_BY_OTHERS * CHARACTERS / 20);
        }
    }

    private static void say(Client client, String conversation, String body) {
        JsonObject message = new JsonObject()
                .put("conversationId", conversation)
                .put("id", Client.messageId())
                .put("type", "text")
                .put("body", body);
        assertThat(client.ask("send-message", message).containsKey("data")).isTrue();
    }

    private static JsonArray event(RawWebSocket client) {
        String text = client.text();
        assertThat(text).startsWith("42");
        return new JsonArray(text.substring("42".length()));
    }

    private static long said(RedisStore redis) {
        Matcher said = SAID.matcher(redis.command("INFO", "stats"));
        assertThat(said.find()).isTrue();
        return Long.parseLong(said.group(1));
    }
}
