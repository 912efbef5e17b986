package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Whatever goes wrong, what people say and who they are does not get into the logs, not even at the debug level. */
@ExtendWith(Stores.class)
class CanaryTest {
    private static final String CANARY = "canary-7e1b";

    @Test
    void neitherTextsNorTokensAreLogged(RedisProcess redis) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.DEBUG);
        try {
            String token = busyRun(redis);
            assertThat(log.list).isNotEmpty();
            for (ILoggingEvent event : List.copyOf(log.list)) {
                String line = event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy());
                assertThat(line).doesNotContain(CANARY).doesNotContain(token);
            }
        } finally {
            root.detachAppender(log);
            root.setLevel(before);
        }
    }

    private static String busyRun(RedisProcess redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url());
                GatewayUnderTest.Pair pair = gateway.pair(
                        gateway.client(), new JsonObject().put("name", CANARY), gateway.client(), new JsonObject());
                Client another = gateway.client()) {
            String token = pair.one().frames().getFirst().getJsonObject("data").getString("token");
            pair.one().ask("send-message", pair.message(CANARY));
            pair.other().event("receive-message");
            pair.one().write("{\"event\":\"" + CANARY + "\",\"data\":{\"" + CANARY);
            pair.one().refusal("send-message", pair.message(CANARY).put("type", CANARY));
            pair.one().refusal(CANARY, new JsonObject());
            another.refusal("hello", new JsonObject().put("token", token + CANARY));
            redis.freeze();
            pair.one().send("send-message", pair.message(CANARY));
            await().until(() ->
                    pair.one().ask("send-message", pair.message(CANARY)).containsKey("error"));
            redis.thaw();
            redis.kill();
            pair.one().send("send-message", pair.message(CANARY));
            return token;
        }
    }
}
