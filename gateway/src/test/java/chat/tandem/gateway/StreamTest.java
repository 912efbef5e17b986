package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chat over a stream of server-sent events and posted commands. Two loops: a command may reach the one without its stream. */
@ExtendWith(Stores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamTest {
    private GatewayUnderTest gateway;

    Configuration configuration() {
        return Configuration.PLAIN;
    }

    @BeforeAll
    void start(RedisStore redis) {
        gateway = GatewayUnderTest.start(
                configuration(), redis.url(), Map.of("TANDEM_GATEWAY_LOOPS", "2", "TANDEM_HEARTBEAT", "300ms"));
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private StreamClient guest() {
        return StreamClient.open(gateway.port());
    }

    private record Pair(StreamClient one, StreamClient other, String conversation) implements AutoCloseable {
        JsonObject here() {
            return new JsonObject().put("conversationId", conversation);
        }

        JsonObject message(String body) {
            return here().put("id", Client.messageId()).put("type", "text").put("body", body);
        }

        @Override
        public void close() {
            one.close();
            other.close();
        }
    }

    private Pair pair() {
        StreamClient one = guest();
        StreamClient other = guest();
        one.ask("join-queue", new JsonObject());
        other.ask("join-queue", new JsonObject());
        gateway.match(one.session().getString("userId"), other.session().getString("userId"));
        String conversation = one.event("matched").data().getString("conversationId");
        other.event("matched");
        return new Pair(one, other, conversation);
    }

    @Test
    void strangersMeetAndTalkAndEachEventSaysWhereToResume() {
        try (Pair pair = pair()) {
            assertThat(pair.one().header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(pair.one().header("Cache-Control")).isEqualTo("no-store");
            assertThat(pair.one().event("session").id()).isNull();
            assertThat(pair.one().event("matched").id()).isEqualTo(pair.conversation() + ":0");
            JsonObject sent = pair.one().ask("send-message", pair.message("Hello\n\"you\""));
            assertThat(sent.getLong("sequence")).isEqualTo(1);
            StreamClient.Event received = pair.other().event("receive-message");
            assertThat(received.data().getString("body")).isEqualTo("Hello\n\"you\"");
            assertThat(received.id()).isEqualTo(pair.conversation() + ":1");
            pair.other().ask("typing", pair.here().put("typing", true));
            assertThat(pair.one().event("partner-typing").id()).isNull();
            pair.one().ask("leave-conversation", pair.here());
            assertThat(pair.other().event("conversation-ended").id()).isEmpty();
        }
    }

    @Test
    void whoComesBackWithTheLastEventsIdGetsWhatCameAfterIt() {
        try (Pair pair = pair()) {
            pair.other().ask("send-message", pair.message("seen"));
            String last = pair.one().event("receive-message").id();
            String token = pair.one().token();
            pair.one().close();
            pair.other().ask("send-message", pair.message("missed"));
            try (StreamClient again = StreamClient.resume(gateway.port(), token, last)) {
                assertThat(again.session().getString("state")).isEqualTo("paired");
                StreamClient.Event rejoined = again.event("rejoined");
                assertThat(rejoined.data().getJsonArray("messages"))
                        .extracting(message -> ((JsonObject) message).getString("body"))
                        .containsExactly("missed");
                assertThat(rejoined.id()).isEqualTo(pair.conversation() + ":2");
                assertThat(again.heard()).startsWith("session", "rejoined");
                again.ask("send-message", pair.message("back"));
                assertThat(pair.other().event("receive-message").data().getString("body"))
                        .isEqualTo("back");
            }
        }
    }

    @Test
    void anIdThatIsNoPositionResumesNothing() {
        try (StreamClient first = guest();
                StreamClient again = StreamClient.resume(gateway.port(), first.token(), "x:1")) {
            again.session();
            again.ask("ping", new JsonObject());
            assertThat(again.heard()).containsExactly("session");
        }
    }

    @Test
    void aStreamThatIsTakenOverEndsForGood() {
        try (StreamClient first = guest();
                StreamClient second = StreamClient.resume(gateway.port(), first.token(), null)) {
            second.session();
            assertThat(first.event("session-replaced").id()).isEqualTo("end:4500");
            await().until(first::over);
            try (StreamClient again = StreamClient.resume(gateway.port(), first.token(), "end:4500")) {
                assertThat(again.status()).isEqualTo(204);
            }
            HttpResponse<String> late = first.post(
                    StreamClient.frame("join-queue", 9, new JsonObject()).encode());
            assertThat(late.statusCode()).isEqualTo(409);
            assertThat(new JsonObject(late.body()).getJsonObject("error").getString("code"))
                    .isIn("conflict", "wrong-state");
        }
    }

    @Test
    void aSilentStreamCarriesCommentsAndStays() {
        try (StreamClient client = guest()) {
            client.session();
            await().until(() -> client.comments().size() >= 3);
            assertThat(client.ask("ping", new JsonObject())).isEqualTo(new JsonObject());
        }
    }

    @Test
    void aBrowserGetsInByACookieThatServesForNothingElse() {
        try (StreamClient first = guest()) {
            HttpResponse<String> session =
                    first.postTo("/api/sse-session", "", "Authorization", "Bearer " + first.token());
            assertThat(session.statusCode()).isEqualTo(204);
            String cookie = session.headers().firstValue("set-cookie").orElseThrow();
            assertThat(cookie)
                    .containsIgnoringCase("; HttpOnly")
                    .contains("; SameSite=Strict", "; Path=/sse")
                    .doesNotContain(first.token());
            String pair = cookie.substring(0, cookie.indexOf(';'));
            try (StreamClient browser = StreamClient.open(gateway.port(), "Cookie", pair)) {
                assertThat(browser.session().getString("userId"))
                        .isEqualTo(first.session().getString("userId"));
                assertThat(browser.session().containsKey("token")).isFalse();
            }
            String sealed = pair.substring(pair.indexOf('=') + 1);
            assertThat(first.post("{}", "Authorization", "Bearer " + sealed).statusCode())
                    .isEqualTo(401);
            assertThat(first.post("{}", "Cookie", pair).statusCode()).isEqualTo(401);
            try (StreamClient forged = StreamClient.open(gateway.port(), "Cookie", pair + "AA")) {
                assertThat(forged.status()).isEqualTo(401);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"Bearer nonsense", "Basic abc", "Bearer"})
    void aTokenThatDoesNotCountIsRefusedByItsStatus(String authorization) {
        try (StreamClient client = StreamClient.open(gateway.port(), "Authorization", authorization)) {
            assertThat(client.status()).isEqualTo(401);
            assertThat(new JsonObject(client.body()).getString("code")).isEqualTo("invalid-token");
            assertThat(client.header("Content-Type")).isEqualTo("application/json");
        }
    }

    @Test
    void aPageOfAnotherOriginIsRefused() {
        try (StreamClient client = StreamClient.open(gateway.port(), "Origin", "https://elsewhere.example")) {
            assertThat(client.status()).isEqualTo(403);
        }
    }

    @Test
    void aCommandNeedsItsOwnOpenStream() {
        try (StreamClient one = guest();
                StreamClient other = guest()) {
            String[] foreign = {
                "Authorization",
                "Bearer " + one.token(),
                "Tandem-Connection",
                other.session().getString("connectionId"),
                "Content-Type",
                "application/json"
            };
            String[] none = {"Authorization", "Bearer " + one.token(), "Content-Type", "application/json"};
            String[] nobody = {
                "Tandem-Connection", one.session().getString("connectionId"), "Content-Type", "application/json"
            };
            String frame = StreamClient.frame("join-queue", 7, new JsonObject()).encode();
            for (String[] headers : new String[][] {foreign, none}) {
                HttpResponse<String> answer = one.post(frame, headers);
                assertThat(answer.statusCode()).isEqualTo(409);
                JsonObject ack = new JsonObject(answer.body());
                assertThat(ack.getInteger("ack")).isEqualTo(7);
                assertThat(ack.getJsonObject("error").getString("code")).isEqualTo("wrong-state");
            }
            assertThat(one.post(frame, nobody).statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "no json|400|invalid-frame",
                "{`event`:`no-such`,`id`:3}|400|unknown-event",
                "{`event`:`join-queue`,`id`:3,`data`:{`interests`:7}}|400|invalid-field",
                "{`event`:`join-queue`,`id`:null}|400|invalid-field",
                "{`event`:`send-message`,`id`:3,`data`:{`conversationId`:`0190b5a0-7c00-7000-8000-0000000000ab`,"
                        + "`id`:`0190b5a0-7c00-7000-8000-0000000000ab`,`type`:`text`,`body`:`x`}}|409|wrong-state"
            })
    void aRefusalIsAnAcknowledgementWithItsStatus(String body, int status, String code) {
        try (StreamClient client = guest()) {
            HttpResponse<String> answer = client.post(body.replace('`', '"'));
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("code"))
                    .isEqualTo(code);
            assertThat(answer.body().contains("\"ack\":3")).isEqualTo(body.contains("`id`:3"));
        }
    }

    @Test
    void aCommandIsJsonOfSixtyFourKibibytesAtMost() {
        try (StreamClient client = guest()) {
            String[] headers = {
                "Authorization",
                "Bearer " + client.token(),
                "Tandem-Connection",
                client.session().getString("connectionId"),
                "Content-Type",
                "text/plain"
            };
            assertThat(client.post("{\"event\":\"ping\"}", headers).statusCode())
                    .isEqualTo(400);
            assertThat(client.post("x".repeat(64 * 1024 + 1)).statusCode()).isEqualTo(413);
            HttpResponse<String> plain = client.post("{\"event\":\"ping\"}");
            assertThat(plain.statusCode()).isEqualTo(200);
            assertThat(plain.body()).isEqualTo("{\"data\":{}}");
        }
    }

    @Test
    void aGatewayThatStopsSaysWhenToComeBackAndEndsTheStream(RedisStore redis) {
        try (GatewayUnderTest rolled = GatewayUnderTest.start(redis.url());
                StreamClient client = StreamClient.open(rolled.port())) {
            client.session();
            rolled.stop();
            assertThat(client.event("server-draining").data().getLong("reconnectAfterMs"))
                    .isBetween(0L, 1_000L);
            await().until(client::over);
            try (StreamClient again = StreamClient.resume(gateway.port(), client.token(), null)) {
                assertThat(again.session().getString("state")).isEqualTo("idle");
            }
        }
    }

    @Test
    void streamsAndWebSocketsTalkToEachOther() {
        try (StreamClient stream = guest();
                Client socket = gateway.client()) {
            String one = stream.session().getString("userId");
            String other = socket.hello().getString("userId");
            stream.ask("join-queue", new JsonObject().put("interests", new JsonArray().add("Chess")));
            socket.ask("join-queue", new JsonObject().put("interests", new JsonArray().add("chess")));
            gateway.match(one, other);
            String conversation = stream.event("matched").data().getString("conversationId");
            socket.event("matched");
            stream.ask(
                    "send-message",
                    new JsonObject()
                            .put("conversationId", conversation)
                            .put("id", Client.messageId())
                            .put("type", "text")
                            .put("body", "from the stream"));
            assertThat(socket.event("receive-message").getString("body")).isEqualTo("from the stream");
        }
    }
}
