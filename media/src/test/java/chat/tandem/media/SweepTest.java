package chat.tandem.media;

import static chat.tandem.media.Gateway.keyOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.Delivery;
import chat.tandem.common.bus.ReaderOptions;
import chat.tandem.common.bus.ServiceRequest;
import chat.tandem.common.bus.WorkReader;
import chat.tandem.common.config.RateLimit;
import chat.tandem.media.image.Pictures;
import chat.tandem.media.store.ObjectKeys;
import chat.tandem.media.upload.UploadSettings;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.S3Store;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What nobody needs goes, and nothing else does. The other half, finding it out, is persistence's. */
@ExtendWith({Stores.class, VertxExtension.class})
class SweepTest {
    private static final String ANN = UUID.randomUUID().toString();
    private static final byte[] PNG = Pictures.png(40, 30);
    /** Sweeps often; what it deletes is as old as ever. */
    private static final UploadSettings OFTEN =
            new UploadSettings(Duration.ofMinutes(5), Duration.ofHours(24), Duration.ofSeconds(1), RateLimit.OFF);

    private final List<String> askedFor = new CopyOnWriteArrayList<>();
    private final List<String> gone = new CopyOnWriteArrayList<>();
    private Gateway gateway;
    private WorkReader<ServiceRequest> persistence;

    @BeforeEach
    void open(Vertx vertx, RedisStore redis) {
        gateway = new Gateway(vertx, redis);
        persistence = WorkReader.create(vertx, gateway.bus, Addresses.REQUESTS, ReaderOptions.defaults(), this::listen);
        persistence.start();
    }

    @AfterEach
    void close() {
        persistence.stop().await();
        gateway.close();
    }

    private Future<Void> listen(List<Delivery<ServiceRequest>> requests) {
        requests.stream()
                .map(Delivery::entry)
                .filter(request -> request.inbox().isEmpty())
                .forEach(request -> new JsonObject(request.data())
                        .getJsonArray("keys")
                        .forEach(key ->
                                (request.type().equals("find-unreferenced") ? askedFor : gone).add(key.toString())));
        return Future.succeededFuture();
    }

    @Test
    void bytesThatWereNeverCompletedGoAfterAnHour(S3Store s3) {
        s3.put("staging/old", "image/png", PNG);
        s3.put("staging/new", "image/png", PNG);
        s3.age("staging/old", Duration.ofMinutes(61));
        s3.age("staging/new", Duration.ofMinutes(59));

        gateway.start(s3, OFTEN);

        await().untilAsserted(() -> assertThat(s3.keys("staging/")).containsExactly("staging/new"));
    }

    @Test
    void persistenceIsAskedOfOldPicturesOnly(S3Store s3) {
        String recent = picture(s3, Duration.ofHours(25));
        String old = picture(s3, Duration.ofHours(27));
        String older = picture(s3, Duration.ofDays(7));

        gateway.start(s3, OFTEN);

        await().untilAsserted(() -> assertThat(askedFor).contains(old, older));
        assertThat(askedFor).doesNotContain(recent);
        assertThat(s3.keys("2")).hasSize(3);
    }

    @Test
    void morePicturesThanFitIntoOneQuestionAreAllAskedOf(S3Store s3) {
        String first = picture(s3, Duration.ofHours(30));
        for (int i = 0; i < 1_050; i++) {
            copy(s3, Duration.ofHours(30));
        }

        gateway.start(s3, OFTEN);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(askedFor.stream().distinct().count()).isEqualTo(1_051));
        assertThat(askedFor).contains(first);
    }

    @Test
    void whatIsFoundToBeUnreferencedIsDeletedAndNothingElse(S3Store s3) {
        gateway.start(s3, UploadSettings.defaults());
        String unnamed = keyOf(gateway.complete(gateway.brought(ANN, "image/png", PNG), ANN));
        String named = keyOf(gateway.complete(gateway.brought(ANN, "image/png", PNG), ANN));
        s3.put("other", "image/png", PNG);
        JsonObject found = new JsonObject()
                .put("keys", new JsonArray(List.of(unnamed, "other")))
                .put("confirm", true);

        gateway.bus
                .append(
                        Addresses.MEDIA,
                        new ServiceRequest("delete-objects", "", "", Long.MAX_VALUE, "", found.toBuffer()))
                .await();

        await().untilAsserted(() -> assertThat(s3.keys("2")).containsExactly(named));
        assertThat(s3.keys("other")).hasSize(1);
        await().untilAsserted(() -> assertThat(gone).contains(unnamed).doesNotContain(named));
    }

    @Test
    void whileItIsAnothersTurnNothingIsSwept(S3Store s3, RedisStore redis) {
        redis.command("SET", "{0}:upload-sweep", "another");
        s3.put("staging/old", "image/png", PNG);
        s3.age("staging/old", Duration.ofMinutes(61));

        gateway.start(s3, OFTEN);

        await().during(Duration.ofSeconds(2)).until(() -> s3.keys("staging/").size() == 1);
        redis.command("DEL", "{0}:upload-sweep");
        await().until(() -> s3.keys("staging/").isEmpty());
        await().until(() -> !redis.command("PTTL", "{0}:upload-sweep").equals("-1"));
    }

    private static String picture(S3Store s3, Duration age) {
        String key = ObjectKeys.served(Instant.now().minus(age));
        s3.put(key, "image/png", PNG);
        s3.age(key, age);
        return key;
    }

    private static void copy(S3Store s3, Duration age) {
        s3.plant(ObjectKeys.served(Instant.now().minus(age)), PNG, age);
    }
}
