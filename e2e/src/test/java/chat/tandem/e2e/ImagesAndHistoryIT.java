package chat.tandem.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.S3Store;
import chat.tandem.testing.Stores;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is sent can be found again, by those whom it concerns: through every service as a process of its own. */
@ExtendWith(Stores.class)
class ImagesAndHistoryIT {
    private static final byte[] PIXEL = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private S3Store storage;
    private PostgresStore database;
    private Deployment deployment;
    private Person ann;
    private Person bob;
    private String conversation;

    @BeforeEach
    void start(RedisStore redis, PostgresStore postgres) {
        storage = S3Store.start();
        database = postgres;
        var settings = new HashMap<>(Deployment.settings(redis.url(), postgres.url()));
        settings.put("TANDEM_GATEWAY_LEASE", "30s");
        settings.put("TANDEM_S3_ENDPOINT", storage.endpoint());
        settings.put("TANDEM_S3_BUCKET", storage.bucket());
        settings.put("TANDEM_S3_REGION", storage.region());
        settings.put("TANDEM_S3_PATH_STYLE", "true");
        settings.put("TANDEM_S3_ACCESS_KEY", storage.accessKey());
        settings.put("TANDEM_S3_SECRET_KEY", storage.secretKey());
        deployment = Deployment.start(Processes.of(settings), List.of("persistence", "matcher", "media", "gateway"));
        ann = person("Ann");
        bob = person("Bob");
        ann.ask("join-queue", Map.of());
        bob.ask("join-queue", Map.of());
        conversation = ann.told("matched").path("conversationId").asText();
        bob.told("matched");
    }

    @AfterEach
    void stop() {
        ann.close();
        bob.close();
        deployment.close();
        storage.close();
        http.close();
        vertx.close().await();
    }

    private Person person(String name) {
        return Person.named(name, vertx, deployment.gateways().getFirst());
    }

    private URI at(String path) {
        return deployment.all("gateway").getFirst().http().resolve(path);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<byte[]> get(String path, Person who) {
        return send(HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + who.token()));
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode requestUpload(Person who) {
        return who.ask("request-upload", Map.of("contentType", "image/png", "size", PIXEL.length));
    }

    /** Brings the bytes to where they belong and has them looked at; answers the image's url. */
    private String upload(Person who, JsonNode requested) {
        var put = HttpRequest.newBuilder(URI.create(requested.path("uploadUrl").asText()))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(PIXEL));
        requested
                .path("headers")
                .properties()
                .forEach(header -> put.header(header.getKey(), header.getValue().asText()));
        assertThat(send(put).statusCode()).isEqualTo(200);
        return who.ask("complete-upload", Map.of("uploadId", id(requested)))
                .path("url")
                .asText();
    }

    private static String id(JsonNode requested) {
        return requested.path("uploadId").asText();
    }

    private Map<String, String> image(JsonNode requested) {
        return Person.message(conversation, "image", "uploadId", id(requested));
    }

    @Test
    void anImageIsSentOnceStoredListedAndFoundAgainByTheTwoAlone() {
        ann.say(conversation, "Look:");
        var requested = requestUpload(ann);
        var message = image(requested);
        assertThat(ann.refusal("send-message", message)).isEqualTo("upload-rejected");
        assertThat(bob.refusal("complete-upload", Map.of("uploadId", id(requested))))
                .isEqualTo("not-found");
        var url = upload(ann, requested);
        assertThat(bob.refusal("send-message", image(requested))).isEqualTo("not-found");
        var sent = ann.ask("send-message", message);
        assertThat(ann.ask("send-message", message)).isEqualTo(sent);
        assertThat(sent.path("sequence").asInt()).isEqualTo(2);

        await().until(() -> bob.told("receive-message").path("url").asText().equals(url));
        assertThat(bytesAt(url)).isEqualTo(PIXEL);
        assertListed(url);
        assertStrangersFindNothing();
    }

    private byte[] bytesAt(String url) {
        var redirect = send(HttpRequest.newBuilder(at(url)));
        assertThat(redirect.statusCode()).isEqualTo(302);
        var image = send(HttpRequest.newBuilder(
                URI.create(redirect.headers().firstValue("Location").orElseThrow())));
        assertThat(image.headers().firstValue("Content-Type")).contains("image/png");
        return image.body();
    }

    private void assertListed(String url) {
        var history = bob.ask("history", Map.of("conversationId", conversation));
        assertThat(history.path("messages").findValuesAsText("url")).containsExactly(url);
        assertThat(json(get("/api/conversations/" + conversation + "/messages", bob)))
                .isEqualTo(history);

        var listed = bob.ask("conversations", Map.of()).path("conversations").path(0);
        assertThat(listed.path("partnerName").asText()).isEqualTo("Ann");
        assertThat(listed.path("lastMessage"))
                .isEqualTo(history.path("messages").path(1));
        assertThat(listed.path("unread").asInt()).isEqualTo(2);
        bob.ask("read", Map.of("conversationId", conversation, "sequence", 2));
        var read = json(get("/api/conversations?limit=1", bob))
                .path("conversations")
                .path(0);
        assertThat(read.path("unread").asInt(-1)).isZero();
        assertThat(stored("SELECT count(*) FROM uploads WHERE '" + url + "' LIKE '%/' || key AND owner = '" + ann.user()
                        + "' AND conversation = '" + conversation + "'"))
                .isEqualTo(1);
    }

    @Test
    void whoGoesTakesEverythingAlongAndLeavesTombstones() {
        ann.say(conversation, "What I said");
        bob.say(conversation, "What I answered");
        var requested = requestUpload(ann);
        var key = upload(ann, requested).replaceFirst(".*/", "");
        ann.ask("send-message", image(requested));

        var export = json(get("/api/me/export", ann));
        assertThat(export.at("/user/name").asText()).isEqualTo("Ann");
        assertThat(export.at("/conversations/0/conversationId").asText()).isEqualTo(conversation);
        assertThat(export.path("messages").findValuesAsText("body")).containsExactly("What I said", "What I answered");
        assertThat(export.at("/uploads/0/key").asText()).isEqualTo(key);

        assertThat(goAway(ann)).isEqualTo(204);
        assertThat(goAway(ann)).isEqualTo(204);

        assertThat(bob.told("conversation-ended").path("reason").asText()).isEqualTo("left");
        var left = bob.ask("history", Map.of("conversationId", conversation)).path("messages");
        assertThat(left.findValuesAsText("type")).containsExactly("erased", "text", "erased");
        assertThat(left.findValuesAsText("body")).containsExactly("What I answered");
        assertThat(bob.ask("conversations", Map.of()).findValues("partnerName")).isEmpty();
        await().until(() -> storage.keys("").isEmpty());
        await().until(() -> stored("SELECT count(*) FROM doomed_images") == 0);
        assertThat(get("/api/conversations/" + conversation + "/messages", ann).statusCode())
                .isEqualTo(404);
    }

    private int goAway(Person who) {
        return send(HttpRequest.newBuilder(at("/api/me")).DELETE().header("Authorization", "Bearer " + who.token()))
                .statusCode();
    }

    private void assertStrangersFindNothing() {
        try (var stranger = person("Eve")) {
            assertThat(stranger.refusal("history", Map.of("conversationId", conversation)))
                    .isEqualTo("not-found");
            assertThat(get("/api/conversations/" + conversation + "/messages", stranger)
                            .statusCode())
                    .isEqualTo(404);
            assertThat(stranger.ask("conversations", Map.of()).path("conversations"))
                    .isEmpty();
            assertThat(stranger.ask("conversations", Map.of("before", conversation))
                            .path("conversations"))
                    .isEmpty();
        }
    }

    private long stored(String query) {
        try (var connection = DriverManager.getConnection(database.jdbcUrl());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whilePostgresIsAwayHistoryIsUnavailableAndChatGoesOn() {
        ann.say(conversation, "before");
        ann.ask("history", Map.of("conversationId", conversation));
        var beside = database.fresh();
        var name = database.url().substring(database.url().lastIndexOf('/') + 1);
        beside.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
        beside.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
        try {
            assertThat(ann.refusal("history", Map.of("conversationId", conversation)))
                    .isEqualTo("unavailable");
            assertThat(ann.refusal("conversations", Map.of())).isEqualTo("unavailable");
            var refused = get("/api/conversations", ann);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(json(refused).path("retryAfterMs").asLong()).isPositive();
            ann.say(conversation, "meanwhile");
            await().until(() ->
                    bob.told("receive-message").path("body").asText().equals("meanwhile"));
        } finally {
            beside.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ann.refusal("conversations", Map.of()).isEmpty());
        var listed = ann.ask("conversations", Map.of()).path("conversations").path(0);
        assertThat(listed.path("lastMessage").path("body").asText()).isEqualTo("meanwhile");
    }
}
