package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Images as messages; here the test looks at the bytes. */
@ExtendWith(Stores.class)
class ImagesTest {
    private static final String URL = "/media/20260701-0123456789abcdef0123456789abcdef";

    private GatewayUnderTest gateway;
    private GatewayUnderTest.Pair pair;
    private RedisStore redis;

    @BeforeEach
    void start(RedisStore store) {
        redis = store;
        gateway = GatewayUnderTest.start(store.url());
        pair = gateway.pair();
    }

    @AfterEach
    void stop() {
        pair.close();
        gateway.close();
    }

    private JsonObject image(String upload) {
        return pair.inConversation()
                .put("id", Client.messageId())
                .put("type", "image")
                .put("uploadId", upload);
    }

    private String completed(String user) {
        String upload = gateway.requestUpload(user);
        gateway.completeUpload(user, upload, URL);
        return upload;
    }

    @Test
    void aCompletedUploadArrivesAsAMessageWithItsUrl() {
        JsonObject message = image(completed(pair.oneId()));
        JsonObject sent = pair.one().ask("send-message", message).getJsonObject("data");
        assertThat(sent.getLong("sequence")).isEqualTo(1);
        assertThat(pair.other().event("receive-message"))
                .isEqualTo(pair.inConversation()
                        .put("id", message.getString("id"))
                        .put("from", pair.oneId())
                        .put("type", "image")
                        .put("url", URL)
                        .put("sequence", 1)
                        .put("sentAt", sent.getLong("sentAt")));
    }

    @Test
    void whoComesBackGetsTheImageToo() {
        pair.one().ask("send-message", image(completed(pair.oneId())));
        try (Client again = gateway.client()) {
            again.hello(new JsonObject()
                    .put("token", token(pair.other()))
                    .put("resume", pair.inConversation().put("sequence", 0)));
            JsonObject missed = again.event("rejoined").getJsonArray("messages").getJsonObject(0);
            assertThat(missed.getString("url")).isEqualTo(URL);
            assertThat(missed.getString("type")).isEqualTo("image");
        }
    }

    private static String token(Client client) {
        return client.frames().getFirst().getJsonObject("data").getString("token");
    }

    @Test
    void theSameImageSentTwiceIsOneMessage() {
        JsonObject message = image(completed(pair.oneId()));
        JsonObject first = pair.one().ask("send-message", message).getJsonObject("data");
        assertThat(pair.one().ask("send-message", message).getJsonObject("data"))
                .isEqualTo(first);
        JsonObject unknownUpload = message.copy().put("uploadId", Client.messageId());
        assertThat(pair.one().ask("send-message", unknownUpload).getJsonObject("data"))
                .isEqualTo(first);
        pair.one().ask("send-message", pair.message("after"));
        assertThat(pair.other().event("receive-message").getString("type")).isEqualTo("image");
        assertThat(redis.command("LLEN", "{0}:log:" + pair.conversation())).isEqualTo("2");
    }

    @Test
    void onlyACompletedUploadOfOnesOwnCanBeSent() {
        assertThat(refusal(gateway.requestUpload(pair.oneId()))).isEqualTo("upload-rejected");
        assertThat(refusal(completed(pair.otherId()))).isEqualTo("not-found");
        assertThat(refusal(gateway.requestUpload(pair.otherId()))).isEqualTo("not-found");
        assertThat(refusal(Client.messageId())).isEqualTo("not-found");
        pair.one().ask("send-message", pair.message("still here"));
        assertThat(pair.other().event("receive-message").getString("body")).isEqualTo("still here");
    }

    private String refusal(String upload) {
        return pair.one().refusal("send-message", image(upload)).getString("code");
    }

    @Test
    void outsideTheConversationTheStateComesFirst() {
        try (Client idle = gateway.client()) {
            String user = idle.hello().getString("userId");
            assertThat(idle.refusal("send-message", image(completed(user))).getString("code"))
                    .isEqualTo("wrong-state");
        }
    }
}
