package chat.tandem.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.EventContract;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.S3Store;
import chat.tandem.testing.ServedContract;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What persistence and media answer, through a gateway, is as the documents say that the gateway serves. */
@ExtendWith(Stores.class)
class ContractsIT {
    private static final byte[] PIXEL = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private final HttpClient http = HttpClient.newHttpClient();
    private Vertx vertx;
    private Deployment deployment;
    private ServedContract answers;
    private EventContract frames;

    @BeforeEach
    void start(RedisStore redis, PostgresStore postgres, S3Store storage) {
        vertx = Vertx.vertx();
        var settings = new HashMap<>(Deployment.settings(redis.url(), postgres.url()));
        settings.put("TANDEM_GATEWAY_LEASE", "30s");
        settings.putAll(Deployment.settings(storage));
        deployment = Deployment.start(Processes.of(settings), List.of("persistence", "matcher", "media", "gateway"));
        answers = new ServedContract(
                vertx, new JsonObject(send(at("/api/openapi.json").build()).body()));
        frames = new EventContract(
                new JsonObject(send(at("/api/asyncapi.json").build()).body()));
    }

    @AfterEach
    void stop() {
        http.close();
        deployment.close();
        vertx.close().await();
    }

    private URI gateway() {
        return deployment.all("gateway").getFirst().http();
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(gateway().resolve(path));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private JsonObject kept(int status, HttpRequest.Builder asked) {
        HttpRequest request = asked.build();
        HttpResponse<String> answer = send(request);
        assertThat(answer.statusCode()).as("%s %s", request, answer.body()).isEqualTo(status);
        answers.assertKept(request, answer);
        return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
    }

    /** Asks, and holds the acknowledgement against the document. */
    private JsonObject ask(Line line, String command, JsonObject data) {
        JsonObject answered = line.ask(command, data);
        assertThat(frames.ownFault(
                        command + " acknowledged",
                        new JsonObject().put("ack", 1).put("data", answered)))
                .isEmpty();
        return answered;
    }

    @Test
    void whatWasSaidAndShownIsGivenBackAsDescribed() throws Exception {
        try (Line ann = new WebSocketLine(gateway(), new JsonObject().put("name", "Ann"));
                Line bob = new WebSocketLine(gateway(), new JsonObject().put("name", "Bob"))) {
            ask(ann, "join-queue", new JsonObject());
            ask(bob, "join-queue", new JsonObject());
            String conversation = ann.told("matched").getString("conversationId");
            JsonObject here = new JsonObject().put("conversationId", conversation);
            ask(ann, "send-message", Line.message(conversation, "Look:"));
            String url = show(ann, conversation);
            bob.told("receive-message", message -> url.equals(message.getString("url")));

            assertThat(ask(bob, "history", here).getJsonArray("messages")).hasSize(2);
            assertThat(ask(bob, "conversations", new JsonObject()).getJsonArray("conversations"))
                    .hasSize(1);
            overHttp(ann, conversation, url);
            ask(bob, "leave-conversation", here);
            ann.told("conversation-ended");
            erased(ann, bob, conversation);
            for (Line line : List.of(ann, bob)) {
                line.heard()
                        .forEach(told -> assertThat(frames.ownFault(
                                        told.event(),
                                        new JsonObject()
                                                .put("event", told.event())
                                                .put("data", told.data())))
                                .isEmpty());
            }
        }
    }

    private String show(Line who, String conversation) throws IOException, InterruptedException {
        JsonObject asked = new JsonObject().put("contentType", "image/png").put("size", PIXEL.length);
        JsonObject place = ask(who, "request-upload", asked);
        var put =
                HttpRequest.newBuilder(URI.create(place.getString("uploadUrl"))).PUT(BodyPublishers.ofByteArray(PIXEL));
        place.getJsonObject("headers").forEach(header -> put.header(header.getKey(), (String) header.getValue()));
        assertThat(http.send(put.build(), BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
        JsonObject upload = new JsonObject().put("uploadId", place.getString("uploadId"));
        String url = ask(who, "complete-upload", upload).getString("url");
        ask(
                who,
                "send-message",
                upload.copy()
                        .put("conversationId", conversation)
                        .put("id", UUID.randomUUID().toString())
                        .put("type", "image"));
        return url;
    }

    private static String bearer(Line who) {
        return "Bearer " + who.told("session").getString("token");
    }

    private void overHttp(Line who, String conversation, String url) {
        String messages = "/api/conversations/" + conversation + "/messages";
        String me = bearer(who);
        kept(200, at(messages).header("Authorization", me));
        kept(200, at("/api/conversations").header("Authorization", me));
        kept(404, at("/api/conversations/" + UUID.randomUUID() + "/messages").header("Authorization", me));
        kept(302, at(url));
        JsonObject export = kept(200, at("/api/me/export").header("Authorization", me));
        assertThat(export.getJsonArray("messages")).hasSize(2);
        assertThat(export.getJsonArray("uploads")).hasSize(1);
    }

    private void erased(Line goes, Line stays, String conversation) {
        kept(204, at("/api/me").header("Authorization", bearer(goes)).DELETE());
        JsonObject left = ask(stays, "history", new JsonObject().put("conversationId", conversation));
        assertThat(left.getJsonArray("messages").getJsonObject(0).getString("type"))
                .isEqualTo("erased");
        String messages = "/api/conversations/" + conversation + "/messages";
        kept(200, at(messages).header("Authorization", bearer(stays)));
        kept(200, at("/api/me/export").header("Authorization", bearer(stays)));
    }
}
