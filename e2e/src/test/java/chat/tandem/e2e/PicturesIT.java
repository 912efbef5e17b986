package chat.tandem.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.tandem.bench.client.ChatClient;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.S3Store;
import chat.tandem.testing.ServiceProcess;
import chat.tandem.testing.Stores;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pictures, through every service as a process of its own and a real object store. */
@ExtendWith(Stores.class)
class PicturesIT {
    private static final List<String> ONE_OF_EACH = List.of("persistence", "matcher", "gateway", "media");
    private static final byte[] PICTURE = picture();

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient sockets = ChatClient.sockets(vertx);
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final AtomicReference<String> conversation = new AtomicReference<>();

    @AfterEach
    void close() {
        http.close();
        vertx.close().await();
    }

    @Test
    void aPictureReachesThePartnerThoughMediaWasKilledInTheMidst(RedisStore redis, PostgresStore postgres, S3Store s3)
            throws Exception {
        try (var deployment = deploy(redis, postgres, s3, Map.of())) {
            ChatClient ann = meet(deployment);
            JsonNode announced = brought(ann);
            ServiceProcess media = deployment.all("media").getFirst();
            s3.beforeCopy(media::kill);
            var unanswered = complete(ann, announced);
            await().until(() -> !media.alive());
            assertThat(unanswered.isComplete()).isFalse();
            s3.beforeCopy(() -> {});
            deployment.add("media").awaitReady();

            JsonNode completed = complete(ann, announced).await();
            send(ann, announced).await();

            JsonNode message = next();
            assertThat(message.path("type").asText()).isEqualTo("image");
            assertThat(message.path("url")).isEqualTo(completed.path("url"));
            assertThat(message.has("body")).isFalse();
            assertThat(fetched(deployment, message.path("url").asText())).isEqualTo(PICTURE);
            await().untilAsserted(() -> assertThat(newest(ann).path("url")).isEqualTo(completed.path("url")));
        }
    }

    @Test
    void whatNobodySentIsSweptAndWhatSomebodySentIsKept(RedisStore redis, PostgresStore postgres, S3Store s3) {
        var settings = Map.of("TANDEM_UPLOAD_UNSENT", "20s", "TANDEM_UPLOAD_SWEEP", "1s", "TANDEM_UPLOAD_TTL", "5m");
        try (var deployment = deploy(redis, postgres, s3, settings)) {
            ChatClient ann = meet(deployment);
            JsonNode sent = brought(ann);
            String kept = keyOf(complete(ann, sent).await());
            send(ann, sent).await();
            JsonNode unsent = brought(ann);
            String swept = keyOf(complete(ann, unsent).await());
            assertThat(s3.keys("2")).contains(kept, swept);

            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(s3.keys("2")).containsExactly(kept));
            assertThatThrownBy(() -> send(ann, unsent).await()).hasMessageContaining("not-found");
            assertThat(s3.read(kept)).isEqualTo(PICTURE);
        }
    }

    @Test
    void whileTheStoreIsAwayWordsGoOn(RedisStore redis, PostgresStore postgres, S3Store s3) throws Exception {
        try (var deployment = deploy(redis, postgres, s3, Map.of())) {
            ChatClient ann = meet(deployment);
            brought(ann);
            s3.stop();

            await().untilAsserted(() ->
                    assertThatThrownBy(() -> announce(ann).await()).hasMessageContaining("unavailable"));
            ann.command(
                            "send-message",
                            Map.of(
                                    "conversationId",
                                    here(),
                                    "id",
                                    UUID.randomUUID().toString(),
                                    "type",
                                    "text",
                                    "body",
                                    "hi"))
                    .await();
            assertThat(next().path("body").asText()).isEqualTo("hi");
            s3.restart();
            assertThat(brought(ann)).isNotNull();
        }
    }

    private static Deployment deploy(
            RedisStore redis, PostgresStore postgres, S3Store s3, Map<String, String> settings) {
        var all = new HashMap<>(Deployment.settings(redis.url(), postgres.url()));
        all.put("TANDEM_S3_ENDPOINT", s3.endpoint());
        all.put("TANDEM_S3_REGION", s3.region());
        all.put("TANDEM_S3_BUCKET", s3.bucket());
        all.put("TANDEM_S3_ACCESS_KEY", s3.accessKey());
        all.put("TANDEM_S3_SECRET_KEY", s3.secretKey());
        all.put("TANDEM_GATEWAY_LEASE", "30s");
        all.put("TANDEM_LIMIT_UPLOADS", "off");
        all.putAll(settings);
        return Deployment.start(Processes.of(all), ONE_OF_EACH);
    }

    /** Ann, in a conversation with Bob, who keeps what he receives. */
    private ChatClient meet(Deployment deployment) {
        URI gateway = deployment.gateways().getFirst();
        ChatClient bob = ChatClient.connect(sockets, gateway, event -> {
                    if (event.name().equals("receive-message")) {
                        received.add(event.data());
                    }
                })
                .await();
        ChatClient ann = ChatClient.connect(sockets, gateway, event -> {
                    if (event.name().equals("matched")) {
                        conversation.set(event.data().path("conversationId").asText());
                    }
                })
                .await();
        for (ChatClient client : List.of(bob, ann)) {
            client.command("hello", Map.of()).await();
            client.command("join-queue", Map.of()).await();
        }
        await().until(() -> conversation.get() != null);
        return ann;
    }

    private String here() {
        return String.valueOf(conversation.get());
    }

    private JsonNode next() throws InterruptedException {
        JsonNode message = received.poll(20, TimeUnit.SECONDS);
        assertThat(message).as("a message").isNotNull();
        return message;
    }

    private Future<JsonNode> announce(ChatClient client) {
        return client.command("request-upload", Map.of("contentType", "image/png", "size", PICTURE.length));
    }

    private JsonNode brought(ChatClient client) {
        JsonNode announced = announce(client).await();
        var put = HttpRequest.newBuilder(URI.create(announced.path("uploadUrl").asText()))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(PICTURE));
        announced
                .path("headers")
                .properties()
                .forEach(header -> put.header(header.getKey(), header.getValue().asText()));
        assertThat(status(put.build())).isEqualTo(200);
        return announced;
    }

    private int status(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Future<JsonNode> complete(ChatClient client, JsonNode announced) {
        return client.command(
                "complete-upload", Map.of("uploadId", announced.path("uploadId").asText()));
    }

    private Future<JsonNode> send(ChatClient client, JsonNode announced) {
        return client.command(
                "send-message",
                Map.of(
                        "conversationId", here(),
                        "id", UUID.randomUUID().toString(),
                        "type", "image",
                        "uploadId", announced.path("uploadId").asText()));
    }

    private JsonNode newest(ChatClient client) {
        JsonNode page = client.command("history", Map.of("conversationId", here(), "limit", 1))
                .await();
        return page.path("messages").path(0);
    }

    /** What a browser gets for the address in the message: the gateway leads it to the store. */
    private byte[] fetched(Deployment deployment, String url) throws IOException, InterruptedException {
        URI gateway = deployment.all("gateway").getFirst().http().resolve(url);
        var redirect = http.send(HttpRequest.newBuilder(gateway).build(), BodyHandlers.discarding());
        assertThat(redirect.statusCode()).isEqualTo(302);
        URI store = URI.create(redirect.headers().firstValue("location").orElseThrow());
        var picture = http.send(HttpRequest.newBuilder(store).build(), BodyHandlers.ofByteArray());
        assertThat(picture.headers().firstValue("content-type")).contains("image/png");
        return picture.body();
    }

    private static String keyOf(JsonNode completed) {
        String url = completed.path("url").asText();
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static byte[] picture() {
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
