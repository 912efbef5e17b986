package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.bus.ServiceRequest;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Shards;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other services know is asked over the bus; here the test is who answers. */
@ExtendWith({Stores.class, VertxExtension.class})
class QuestionsTest {
    private static final String CONVERSATION = "0190b5a0-7c00-7000-8000-0000000000ab";

    private GatewayUnderTest gateway;
    private ShardBus bus;
    private Client client;
    private String user;

    @BeforeEach
    void start(RedisStore redis, Vertx vertx) {
        gateway = GatewayUnderTest.start(redis.url());
        bus = ShardBus.open(
                vertx, RedisSettings.standalone(redis.url()), Shards.of(1).keys(0));
        client = gateway.client();
        user = client.hello().getString("userId");
        await().until(() -> bus.commands().connected());
    }

    @AfterEach
    void stop() {
        client.close();
        GatewayUnderTest.wait(bus.close());
        gateway.close();
    }

    /** The first request at an address. */
    private ServiceRequest asked(String address) {
        Request read = Request.cmd(Command.XRANGE, bus.keys().fixed(address), "-", "+");
        await().until(() -> GatewayUnderTest.wait(bus.commands().send(read)).size() > 0);
        Response fields =
                GatewayUnderTest.wait(bus.commands().send(read)).get(0).get(1);
        Map<String, String> entry = new HashMap<>();
        for (int i = 0; i < fields.size(); i += 2) {
            entry.put(fields.get(i).toString(), fields.get(i + 1).toString());
        }
        return new ServiceRequest(
                entry.getOrDefault("type", ""),
                entry.getOrDefault("inbox", ""),
                entry.getOrDefault("correlation", ""),
                Long.parseLong(entry.getOrDefault("deadline", "0")),
                entry.getOrDefault("user", ""),
                Buffer.buffer(entry.getOrDefault("data", "")));
    }

    @Test
    void theAnswerBecomesTheAckAndMayComeLaterThanOthers() {
        int history = client.send(
                "history",
                new JsonObject()
                        .put("conversationId", CONVERSATION)
                        .put("before", 9)
                        .put("limit", 5));
        assertThat(client.ask("ping", new JsonObject()).containsKey("data")).isTrue();
        ServiceRequest request = asked("requests");
        assertThat(request.type()).isEqualTo("history");
        assertThat(request.user()).isEqualTo(user);
        assertThat(request.deadline()).isPositive();
        assertThat(request.data().toJsonObject())
                .isEqualTo(new JsonObject()
                        .put("conversationId", CONVERSATION)
                        .put("before", 9)
                        .put("limit", 5));
        JsonObject page = new JsonObject("{\"messages\":[{\"body\":\"ä\"}],\"more\":true}");
        GatewayUnderTest.wait(bus.reply(request, page.toBuffer()));
        assertThat(client.ack(history).getJsonObject("data")).isEqualTo(page);
    }

    @Test
    void aRefusalIsHandedOn() {
        int history = client.send("history", new JsonObject().put("conversationId", CONVERSATION));
        ServiceRequest request = asked("requests");
        assertThat(request.data().toJsonObject())
                .isEqualTo(new JsonObject().put("conversationId", CONVERSATION).put("limit", 50));
        JsonObject error = new JsonObject().put("code", "not-found").put("message", "There is no such conversation.");
        GatewayUnderTest.wait(bus.replyError(request, error.toBuffer()));
        assertThat(client.ack(history).getJsonObject("error")).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "conversations|requests|{}|{`limit`:50}",
                "conversations|requests|{`before`:`C`,`limit`:7}|{`before`:`C`,`limit`:7}",
                "request-upload|media|{`contentType`:`image/gif`,`size`:9}|{`contentType`:`image/gif`,`size`:9}",
                "complete-upload|media|{`uploadId`:`C`}|{`uploadId`:`C`}"
            })
    void whoeverKnowsTheAnswerIsAsked(String event, String address, String data, String asked) {
        int id =
                client.send(event, data.replace("`C`", "`" + CONVERSATION + "`").replace('`', '"'));
        assertThat(client.ask("ping", new JsonObject()).containsKey("data")).isTrue();
        ServiceRequest request = asked(address);
        assertThat(request.type()).isEqualTo(event);
        assertThat(request.user()).isEqualTo(user);
        assertThat(request.data().toJsonObject())
                .isEqualTo(new JsonObject(
                        asked.replace("`C`", "`" + CONVERSATION + "`").replace('`', '"')));
        JsonObject answer = new JsonObject().put("some", "answer");
        GatewayUnderTest.wait(bus.reply(request, answer.toBuffer()));
        assertThat(client.ack(id).getJsonObject("data")).isEqualTo(answer);
    }

    @Test
    void whereNobodyAnswersItIsUnavailable() {
        int history = client.send("history", new JsonObject().put("conversationId", CONVERSATION));
        await().atMost(Duration.ofSeconds(15)).until(() -> client.heard().contains("error " + history));
        assertThat(client.ack(history).getJsonObject("error").getString("code")).isEqualTo("unavailable");
    }
}
