package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each is answered as pinned, changes nothing, and does not close the socket unless pinned so. */
@ExtendWith(Stores.class)
class BadInputTest {
    private static final String FOREIGN = "0190b5a0-7c00-7000-8000-0000000000ab";

    /** One wrong value for each field of each command. C and M stand for good ids. */
    private static final List<List<String>> WRONG = List.of(
            List.of("join-queue", "interests", "{`interests`:`chess`}"),
            List.of("join-queue", "interests", "{`interests`:[``]}"),
            List.of("join-queue", "interests", "{`interests`:[`\\u2800`]}"),
            List.of("join-queue", "interests", "{`interests`:[`chess\\u202e`]}"),
            List.of("join-queue", "interests", "{`interests`:[`a`,`b`,`c`,`d`,`e`,`f`]}"),
            List.of("send-message", "conversationId", "{`id`:`M`,`type`:`text`,`body`:`b`}"),
            List.of("send-message", "conversationId", "{`conversationId`:1,`id`:`M`,`type`:`text`,`body`:`b`}"),
            List.of("send-message", "id", "{`conversationId`:`C`,`type`:`text`,`body`:`b`}"),
            List.of("send-message", "id", "{`conversationId`:`C`,`id`:`1`,`type`:`text`,`body`:`b`}"),
            List.of("send-message", "type", "{`conversationId`:`C`,`id`:`M`,`body`:`b`}"),
            List.of("send-message", "type", "{`conversationId`:`C`,`id`:`M`,`type`:`sound`,`body`:`b`}"),
            List.of("send-message", "body", "{`conversationId`:`C`,`id`:`M`,`type`:`text`}"),
            List.of("send-message", "body", "{`conversationId`:`C`,`id`:`M`,`type`:`text`,`body`:` `}"),
            List.of("send-message", "body", "{`conversationId`:`C`,`id`:`M`,`type`:`text`,`body`:`\\u0000`}"),
            List.of("send-message", "body", "{`conversationId`:`C`,`id`:`M`,`type`:`text`,`body`:`\\u200b\\u3164`}"),
            List.of("send-message", "body", "{`conversationId`:`C`,`id`:`M`,`type`:`text`,`body`:`a\\u001b`}"),
            List.of("send-message", "body", "{`conversationId`:`C`,`id`:`M`,`type`:`text`,`body`:`\\ud800`}"),
            List.of("typing", "conversationId", "{`typing`:true}"),
            List.of("typing", "typing", "{`conversationId`:`C`}"),
            List.of("typing", "typing", "{`conversationId`:`C`,`typing`:1}"),
            List.of("read", "conversationId", "{`sequence`:1}"),
            List.of("read", "sequence", "{`conversationId`:`C`}"),
            List.of("read", "sequence", "{`conversationId`:`C`,`sequence`:0}"),
            List.of("read", "sequence", "{`conversationId`:`C`,`sequence`:9}"),
            List.of("next", "conversationId", "{}"),
            List.of("next", "interests", "{`conversationId`:`C`,`interests`:[7]}"),
            List.of("leave-conversation", "conversationId", "{}"),
            List.of("leave-conversation", "conversationId", "{`conversationId`:null}"),
            List.of("history", "conversationId", "{}"),
            List.of("history", "before", "{`conversationId`:`C`,`before`:0}"),
            List.of("history", "after", "{`conversationId`:`C`,`after`:-1}"),
            List.of("history", "limit", "{`conversationId`:`C`,`limit`:101}"),
            List.of("conversations", "before", "{`before`:`x`}"),
            List.of("conversations", "limit", "{`limit`:0}"),
            List.of("send-message", "uploadId", "{`conversationId`:`C`,`id`:`M`,`type`:`image`}"),
            List.of("request-upload", "contentType", "{`contentType`:`image/svg+xml`,`size`:1}"),
            List.of("request-upload", "size", "{`contentType`:`image/png`,`size`:10485761}"),
            List.of("request-upload", "sha256", "{`contentType`:`image/png`,`size`:1,`sha256`:`AAAA`}"),
            List.of("complete-upload", "uploadId", "{`uploadId`:`M/..`}"),
            List.of("hello", "token", "{`token`:{}}"),
            List.of("hello", "token", "{}"),
            List.of("hello", "name", "{`name`:``}"),
            List.of("hello", "resume", "{`resume`:[]}"));

    private GatewayUnderTest gateway;
    private RedisStore redis;

    Configuration configuration() {
        return Configuration.PLAIN;
    }

    @BeforeEach
    void start(RedisStore store) {
        redis = store;
        gateway = GatewayUnderTest.start(configuration(), store.url(), Map.of());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aWrongFieldIsNamedInAnyStateAndChangesNothing() {
        try (Client idle = gateway.client();
                GatewayUnderTest.Pair pair = gateway.pair()) {
            idle.hello();
            String before = redis.command("HVALS", "{0}:sessions") + redis.command("XLEN", "{0}:messages");
            int heard = pair.other().frames().size();
            for (List<String> row : WRONG) {
                String data = row.get(2)
                        .replace('`', '"')
                        .replace("\"C\"", '"' + pair.conversation() + '"')
                        .replace("\"M\"", '"' + Client.messageId() + '"');
                assertInvalid(pair.one().refusal(row.get(0), data), row);
                if (!row.get(2).contains(":9}")) {
                    assertInvalid(idle.refusal(row.get(0), data), row);
                }
            }
            assertThat(redis.command("HVALS", "{0}:sessions") + redis.command("XLEN", "{0}:messages"))
                    .isEqualTo(before);
            assertThat(pair.one().ask("ping", new JsonObject()).containsKey("data"))
                    .isTrue();
            assertThat(idle.ask("ping", new JsonObject()).containsKey("data")).isTrue();
            assertThat(pair.other().frames()).hasSize(heard);
        }
    }

    @Test
    void theDocumentOfCommandsForbidsEachToo() {
        for (List<String> row : WRONG) {
            String id = '"' + Client.messageId() + '"';
            JsonObject data = new JsonObject(
                    row.get(2).replace('`', '"').replace("\"C\"", id).replace("\"M\"", id));
            JsonObject frame = new JsonObject().put("event", row.get(0)).put("data", data);
            // No document knows how many messages there are, or that a later hello must have a token.
            boolean exempt = row.get(2).contains(":9}") || row.equals(List.of("hello", "token", "{}"));
            assertThat(Frames.CONTRACT.fault(row.get(0), frame).isPresent())
                    .as("%s", row)
                    .isEqualTo(!exempt);
        }
    }

    private static void assertInvalid(JsonObject error, List<String> row) {
        assertThat(error.getString("code")).as("%s", row).isEqualTo("invalid-field");
        assertThat(error.getString("field")).as("%s", row).isEqualTo(row.get(1));
    }

    @Test
    void aConversationThatIsAnothersOrOverIsTheWrongState() {
        try (GatewayUnderTest.Pair pair = gateway.pair();
                GatewayUnderTest.Pair others = gateway.pair()) {
            for (String conversation : List.of(FOREIGN, others.conversation())) {
                JsonObject there = new JsonObject().put("conversationId", conversation);
                Map<String, JsonObject> commands = Map.of(
                        "send-message",
                                there.copy()
                                        .put("id", Client.messageId())
                                        .put("type", "text")
                                        .put("body", "x"),
                        "typing", there.copy().put("typing", true),
                        "read", there.copy().put("sequence", 1),
                        "next", there.copy(),
                        "leave-conversation", there.copy());
                commands.forEach((event, data) -> assertThat(
                                pair.one().refusal(event, data).getString("code"))
                        .as(event)
                        .isEqualTo("wrong-state"));
            }
            assertThat(pair.one()
                            .ask("send-message", pair.message("still here"))
                            .containsKey("data"))
                    .isTrue();
            assertThat(others.other().heard())
                    .doesNotContain("receive-message", "partner-typing", "conversation-ended");
        }
    }

    @Test
    void withoutIdsErrorsComeAsEvents() {
        try (Client client = gateway.client()) {
            client.hello();
            client.write("{\"event\":\"next\"}");
            assertThat(client.event("error").getString("field")).isEqualTo("conversationId");
            client.write("{\"event\":\"ping\",\"id\":null}");
            await().until(() -> client.frames().size() == 3);
            assertThat(client.frames().getLast().getJsonObject("data").getString("code"))
                    .isEqualTo("invalid-field");
            client.write("nonsense");
            await().until(() -> client.frames().size() == 4);
            assertThat(client.frames().getLast().getJsonObject("data").getString("code"))
                    .isEqualTo("invalid-frame");
            client.write("{\"event\":\"ping\"}");
            assertThat(client.refusal("dance", new JsonObject()).getString("code"))
                    .isEqualTo("unknown-event");
            assertThat(client.frames()).hasSize(5);
        }
    }

    @Test
    void withoutHelloEveryCommandIsNotAuthenticated() {
        try (Client client = gateway.client()) {
            for (String event : List.of("ping", "join-queue", "send-message", "history", "friends", "dance")) {
                assertThat(client.refusal(event, new JsonObject()).getString("code"))
                        .as(event)
                        .isEqualTo("not-authenticated");
            }
            assertThat(client.refusal("hello", new JsonObject().put("name", 7)).getString("field"))
                    .isEqualTo("name");
            assertThat(client.refusal("ping", new JsonObject()).getString("code"))
                    .isEqualTo("not-authenticated");
            assertThat(client.hello().getString("userId")).isNotEmpty();
        }
    }

    @Test
    void anInvalidTokenIsAnsweredAndTheSocketClosed() {
        try (Client client = gateway.client()) {
            assertThat(client.refusal("hello", new JsonObject().put("token", "x.y.z"))
                            .getString("code"))
                    .isEqualTo("invalid-token");
            assertThat(client.closeCode()).isEqualTo(4502);
        }
    }

    @Test
    void aLaterHelloMayOnlyRenewTheSameUsersToken() {
        try (Client client = gateway.client();
                Client other = gateway.client()) {
            JsonObject session = client.hello();
            String foreign = other.hello().getString("token");
            JsonObject again = client.hello(new JsonObject().put("token", session.getString("token")));
            assertThat(again.getString("userId")).isEqualTo(session.getString("userId"));
            assertThat(again.getString("connectionId")).isEqualTo(session.getString("connectionId"));
            assertThat(client.refusal("hello", new JsonObject().put("token", foreign))
                            .getString("code"))
                    .isEqualTo("forbidden");
            assertThat(client.refusal("hello", new JsonObject().put("token", "x"))
                            .getString("code"))
                    .isEqualTo("invalid-token");
            assertThat(client.refusal("hello", new JsonObject()).getString("code"))
                    .isEqualTo("invalid-field");
            assertThat(client.ask("ping", new JsonObject()).containsKey("data")).isTrue();
        }
    }

    @Test
    void fiftyInvalidFramesInARowCloseTheSocket() {
        try (Client client = gateway.client()) {
            client.hello();
            for (int i = 0; i < 49; i++) {
                client.write("[]");
            }
            client.ask("ping", new JsonObject());
            for (int i = 0; i < 10; i++) {
                client.write("[]");
            }
            assertThat(client.ask("ping", new JsonObject()).containsKey("data")).isTrue();
            for (int i = 0; i < 50; i++) {
                client.write("[]");
            }
            assertThat(client.closeCode()).isEqualTo(4503);
            assertThat(client.heard().stream().filter("error"::equals)).hasSize(109);
        }
    }
}
