package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class ConversationTest {
    private GatewayUnderTest gateway;

    Configuration configuration() {
        return Configuration.PLAIN;
    }

    @BeforeEach
    void start(RedisStore redis) {
        gateway = GatewayUnderTest.start(configuration(), redis.url(), Map.of());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aGuestIsMadeOnTheSpotAndComesBackWithItsToken() {
        try (Client client = gateway.client();
                Client again = gateway.client()) {
            JsonObject session = client.hello(new JsonObject().put("name", "Ada"));
            assertThat(session.getString("token")).isNotEmpty();
            assertThat(session.getString("connectionId")).isNotEmpty();
            assertThat(session.getString("state")).isEqualTo("idle");
            assertThat(session.getLong("onlineCount")).isEqualTo(1);
            assertThat(session.getLong("resumeWindowMs")).isEqualTo(30_000);
            assertThat(session.getLong("heartbeatMs")).isEqualTo(25_000);
            JsonObject later = again.hello(new JsonObject().put("token", session.getString("token")));
            assertThat(later.getString("userId")).isEqualTo(session.getString("userId"));
            assertThat(later.containsKey("token")).isFalse();
        }
    }

    @Test
    void twoStrangersMeetAndTalk() {
        JsonObject interests =
                new JsonObject().put("interests", new JsonArray().add("Chess").add("go"));
        try (Client one = gateway.client();
                Client other = gateway.client()) {
            String ada = one.hello(new JsonObject().put("name", "Ada \"L\"")).getString("userId");
            String bob = other.hello().getString("userId");
            assertThat(one.ask("join-queue", interests).getJsonObject("data").getString("state"))
                    .isEqualTo("waiting");
            other.ask(
                    "join-queue",
                    new JsonObject()
                            .put("interests", new JsonArray().add("CHESS\u00a0").add("ｇｏ")));
            gateway.match(ada, bob);

            JsonObject matched = other.event("matched");
            assertThat(matched.getString("partnerId")).isEqualTo(ada);
            assertThat(matched.getString("partnerName")).isEqualTo("Ada \"L\"");
            assertThat(matched.getJsonArray("sharedInterests")).containsExactlyInAnyOrder("CHESS", "ｇｏ");
            String conversation = matched.getString("conversationId");
            JsonObject alike = one.event("matched");
            assertThat(alike.getJsonArray("sharedInterests")).containsExactlyInAnyOrder("Chess", "go");
            assertThat(alike.containsKey("partnerName")).isFalse();

            String id = Client.messageId();
            JsonObject message = new JsonObject()
                    .put("conversationId", conversation)
                    .put("id", id)
                    .put("type", "text")
                    .put("body", "Hello \"you\" 😀\n");
            JsonObject sent = one.ask("send-message", message).getJsonObject("data");
            assertThat(sent.getString("id")).isEqualTo(id);
            assertThat(sent.getLong("sequence")).isEqualTo(1);
            JsonObject received = other.event("receive-message");
            assertThat(received)
                    .isEqualTo(
                            message.copy().put("from", ada).put("sequence", 1).put("sentAt", sent.getLong("sentAt")));
            assertThat(one.ask("send-message", message).getJsonObject("data")).isEqualTo(sent);

            JsonObject here = new JsonObject().put("conversationId", conversation);
            assertThat(other.ask("typing", here.copy().put("typing", true)).getJsonObject("data"))
                    .isEqualTo(new JsonObject());
            assertThat(one.event("partner-typing")).isEqualTo(here.copy().put("typing", true));
            other.ask("read", here.copy().put("sequence", 1));
            assertThat(one.event("message-read")).isEqualTo(here.copy().put("sequence", 1));
            assertThat(other.refusal("read", here.copy().put("sequence", 2)).getString("field"))
                    .isEqualTo("sequence");
            assertThat(other.frames().stream().filter(frame -> "receive-message".equals(frame.getString("event"))))
                    .hasSize(1);
        }
    }

    @Test
    void whoLeavesIsToldByTheAckAndThePartnerByAnEvent() {
        try (GatewayUnderTest.Pair pair = gateway.pair()) {
            assertThat(pair.one()
                            .ask("leave-conversation", pair.inConversation())
                            .getJsonObject("data"))
                    .isEqualTo(new JsonObject().put("state", "idle"));
            assertThat(pair.other().event("conversation-ended"))
                    .isEqualTo(pair.inConversation().put("reason", "left"));
            assertThat(pair.other()
                            .refusal("send-message", pair.message("late"))
                            .getString("code"))
                    .isEqualTo("wrong-state");
            assertThat(pair.one().heard()).doesNotContain("conversation-ended");
        }
    }

    @Test
    void nextEndsTheConversationAndWaitsAgain() {
        try (GatewayUnderTest.Pair pair = gateway.pair();
                Client third = gateway.client()) {
            JsonObject data = pair.one().ask("next", pair.inConversation()).getJsonObject("data");
            assertThat(data.getString("state")).isEqualTo("waiting");
            assertThat(data.getLong("since")).isPositive();
            assertThat(pair.other().event("conversation-ended").getString("reason"))
                    .isEqualTo("next");
            assertThat(pair.one().refusal("next", pair.inConversation()).getString("code"))
                    .isEqualTo("wrong-state");
            String newcomer = third.hello().getString("userId");
            third.ask("join-queue", new JsonObject());
            gateway.match(pair.oneId(), newcomer);
            assertThat(third.event("matched").getString("partnerId")).isEqualTo(pair.oneId());
        }
    }

    @Test
    void theQueueCanBeLeftAndJoinedTwice() {
        try (Client client = gateway.client()) {
            client.hello();
            assertThat(client.ask("leave-queue", new JsonObject())
                            .getJsonObject("data")
                            .getString("state"))
                    .isEqualTo("idle");
            JsonObject first = client.ask("join-queue", new JsonObject()).getJsonObject("data");
            assertThat(client.ask("join-queue", new JsonObject()).getJsonObject("data"))
                    .isEqualTo(first);
            assertThat(client.ask("leave-queue", new JsonObject())
                            .getJsonObject("data")
                            .getString("state"))
                    .isEqualTo("idle");
        }
    }

    @Test
    void inAConversationTheQueueIsTheWrongPlace() {
        try (GatewayUnderTest.Pair pair = gateway.pair()) {
            assertThat(pair.one().refusal("join-queue", new JsonObject()).getString("code"))
                    .isEqualTo("wrong-state");
            assertThat(pair.one().refusal("leave-queue", new JsonObject()).getString("code"))
                    .isEqualTo("wrong-state");
        }
    }

    @Test
    void manyMessagesSentAtOnceArriveInOrderAndOnce() {
        try (GatewayUnderTest.Pair pair = gateway.pair()) {
            List<String> bodies = IntStream.range(0, 50).mapToObj(i -> "m" + i).toList();
            List<Integer> ids = bodies.stream()
                    .map(body -> pair.one().send("send-message", pair.message(body)))
                    .toList();
            ids.forEach(pair.one()::ack);
            await().until(() -> received(pair.other()).size() >= 50);
            assertThat(received(pair.other())).isEqualTo(bodies);
        }
    }

    private static List<String> received(Client client) {
        return client.frames().stream()
                .filter(frame -> "receive-message".equals(frame.getString("event")))
                .map(frame -> frame.getJsonObject("data").getString("body"))
                .toList();
    }

    @Test
    void whoComesBackFindsTheConversationAndWhatWasMissed() {
        try (GatewayUnderTest.Pair pair = gateway.pair();
                Client again = gateway.client()) {
            String token = pair.one().frames().getFirst().getJsonObject("data").getString("token");
            pair.one().ask("send-message", pair.message("one"));
            pair.one().close();
            pair.other().ask("send-message", pair.message("two"));
            JsonObject session = again.hello(new JsonObject()
                    .put("token", token)
                    .put("resume", pair.inConversation().put("sequence", 1)));
            assertThat(session.getString("state")).isEqualTo("paired");
            assertThat(session.getString("conversationId")).isEqualTo(pair.conversation());
            JsonObject rejoined = again.event("rejoined");
            assertThat(rejoined.getString("partnerId")).isEqualTo(pair.otherId());
            assertThat(rejoined.getBoolean("partnerOnline")).isTrue();
            assertThat(rejoined.getBoolean("truncated")).isFalse();
            assertThat(rejoined.getJsonArray("messages")).hasSize(1);
            assertThat(rejoined.getJsonArray("messages").getJsonObject(0).getString("body"))
                    .isEqualTo("two");
            assertThat(again.ask("send-message", pair.message("three"))
                            .getJsonObject("data")
                            .getLong("sequence"))
                    .isEqualTo(3);
        }
    }

    @Test
    void aResumeOfAConversationThatIsOverIsAnsweredByItsEnd() {
        try (Client client = gateway.client()) {
            String unknown = "0190b5a0-7c00-7000-8000-0000000000ab";
            client.hello(new JsonObject()
                    .put(
                            "resume",
                            new JsonObject().put("conversationId", unknown).put("sequence", 3)));
            assertThat(client.event("conversation-ended").getString("reason")).isEqualTo("expired");
            assertThat(client.heard()).containsExactly("ack 1", "conversation-ended");
        }
    }

    @Test
    void aSecondTabTakesTheSessionOver() {
        try (Client first = gateway.client();
                Client second = gateway.client()) {
            String token = first.hello().getString("token");
            second.hello(new JsonObject().put("token", token));
            assertThat(first.closeCode()).isEqualTo(4500);
            assertThat(first.heard()).containsExactly("ack 1", "session-replaced");
            assertThat(second.ask("join-queue", new JsonObject()).containsKey("data"))
                    .isTrue();
        }
    }
}
