package chat.tandem.media;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.InboxEntry;
import chat.tandem.common.bus.InboxReader;
import chat.tandem.common.bus.RequestRefusedException;
import chat.tandem.common.bus.Requester;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.config.RateLimit;
import chat.tandem.common.ops.Operations;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.Keys;
import chat.tandem.common.state.ShardState;
import chat.tandem.common.state.Shards;
import chat.tandem.common.state.StateSettings;
import chat.tandem.media.store.S3Settings;
import chat.tandem.media.upload.UploadSettings;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.S3Store;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;

/** A gateway that asks media, and a client that brings bytes to the store. */
final class Gateway implements AutoCloseable {
    private static final String ID = "asking";

    final Keys keys = Shards.of(1).keys(0);
    final ShardBus bus;
    private final Vertx vertx;
    private final RedisStore redis;
    private final Requester requester;
    private final InboxReader inbox;
    private final HttpClient http = HttpClient.newHttpClient();

    Gateway(Vertx vertx, RedisStore redis) {
        this.vertx = vertx;
        this.redis = redis;
        bus = ShardBus.open(vertx, RedisSettings.standalone(redis.url()), keys);
        Awaitility.await().until(() -> bus.commands().connected());
        new ShardState(bus.commands()::send, keys, StateSettings.defaults())
                .register(ID)
                .await();
        requester = new Requester(vertx, ID);
        inbox = InboxReader.create(
                vertx,
                bus.openBlocking(),
                bus.commands(),
                keys,
                ID,
                entries -> entries.stream()
                        .filter(InboxEntry.Reply.class::isInstance)
                        .forEach(reply -> requester.onReply((InboxEntry.Reply) reply)));
        inbox.start();
    }

    /** Starts an instance of media over this store. */
    Operations start(S3Store s3, UploadSettings uploads) {
        return start(at(s3.endpoint(), s3, null), uploads);
    }

    Operations start(S3Settings s3, UploadSettings uploads) {
        Operations operations = new Operations();
        vertx.deployVerticle(new MediaVerticle(
                        new MediaSettings(RedisSettings.standalone(redis.url()), s3, uploads, Duration.ofMillis(500)),
                        operations))
                .await();
        return operations;
    }

    static S3Settings at(String endpoint, S3Store s3, @org.jspecify.annotations.Nullable String publicUrl) {
        return new S3Settings(
                URI.create(endpoint),
                URI.create(endpoint),
                s3.region(),
                s3.bucket(),
                s3.accessKey(),
                s3.secretKey(),
                true,
                publicUrl,
                List.of("*"));
    }

    Future<JsonObject> asked(String type, String user, JsonObject data) {
        Promise<Buffer> answer = Promise.promise();
        vertx.runOnContext(go -> requester
                .request(bus, Addresses.MEDIA, type, user, data.toBuffer(), Duration.ofSeconds(20), RateLimit.OFF)
                .onComplete(answer));
        return answer.future().map(JsonObject::new);
    }

    JsonObject ask(String type, String user, JsonObject data) {
        return asked(type, user, data).await();
    }

    /** The error with which it is refused. */
    JsonObject refusal(String type, String user, JsonObject data) {
        Future<JsonObject> answer = asked(type, user, data);
        RequestRefusedException refused = catchThrowableOfType(RequestRefusedException.class, answer::await);
        return new JsonObject(Objects.requireNonNull(refused, "not refused").error());
    }

    String refusalOf(JsonObject announced, String user) {
        return refusal("complete-upload", user, idOf(announced)).getString("code");
    }

    static JsonObject picture(String type, byte[] bytes) {
        return new JsonObject().put("contentType", type).put("size", bytes.length);
    }

    JsonObject announce(String user, String type, byte[] bytes) {
        return ask("request-upload", user, picture(type, bytes));
    }

    /** Announces and brings; returns what was announced. */
    JsonObject brought(String user, String type, byte[] bytes) {
        JsonObject announced = announce(user, type, bytes);
        int status = bring(announced, bytes);
        if (status != 200) {
            throw new AssertionError("the store answered " + status);
        }
        return announced;
    }

    JsonObject complete(JsonObject announced, String user) {
        return ask("complete-upload", user, idOf(announced));
    }

    static JsonObject idOf(JsonObject announced) {
        return new JsonObject().put("uploadId", announced.getString("uploadId"));
    }

    static String staging(JsonObject announced) {
        return "staging/" + announced.getString("uploadId");
    }

    static String keyOf(JsonObject completed) {
        String url = completed.getString("url");
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** Brings bytes as a client does, and returns the store's status. */
    int bring(JsonObject announced, byte[] bytes) {
        return put(announced.getString("uploadUrl"), announced.getJsonObject("headers"), bytes);
    }

    int put(String url, JsonObject headers, byte[] bytes) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
        headers.forEach(
                header -> request.header(header.getKey(), header.getValue().toString()));
        return send(request.build()).statusCode();
    }

    HttpResponse<byte[]> fetch(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).build());
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        inbox.stop();
        bus.close().await();
        http.close();
    }
}
