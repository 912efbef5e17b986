package chat.tandem.media;

import static chat.tandem.media.Gateway.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.config.RateLimit;
import chat.tandem.common.ops.Operations;
import chat.tandem.media.image.Pictures;
import chat.tandem.media.store.S3Settings;
import chat.tandem.media.upload.UploadSettings;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.S3Store;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The object store is away, silent, or not as it should be. */
@ExtendWith({Stores.class, VertxExtension.class})
class StoreAwayTest {
    private static final String ANN = UUID.randomUUID().toString();
    private static final byte[] PNG = Pictures.png(40, 30);

    private Gateway gateway;

    @BeforeEach
    void open(Vertx vertx, RedisStore redis) {
        gateway = new Gateway(vertx, redis);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void whileItIsAwayUploadsAreUnavailableAndThenGoOn(S3Store s3) {
        Operations operations = gateway.start(s3, UploadSettings.defaults());
        JsonObject announced = gateway.brought(ANN, "image/png", PNG);
        await().until(() -> isUp(operations));
        s3.stop();

        JsonObject refusal = await().ignoreExceptions()
                .until(() -> gateway.refusal("request-upload", ANN, picture("image/png", PNG)), error -> true);
        assertThat(refusal.getString("code")).isEqualTo("unavailable");
        assertThat(refusal.getLong("retryAfterMs")).isPositive();
        assertThat(gateway.refusalOf(announced, ANN)).isEqualTo("unavailable");
        await().until(() -> !isUp(operations));
        s3.restart();

        assertThat(gateway.announce(ANN, "image/png", PNG)).isNotNull();
        assertThat(gateway.complete(announced, ANN)).isNotNull();
        await().until(() -> isUp(operations));
    }

    @Test
    void oneThatSaysNothingHoldsNobodyUpForLong(S3Store s3) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            gateway.start(Gateway.at("http://127.0.0.1:" + silent.getLocalPort(), s3, null), UploadSettings.defaults());

            assertThat(gateway.refusal("request-upload", ANN, picture("image/png", PNG))
                            .getString("code"))
                    .isEqualTo("unavailable");
            JsonObject signed =
                    gateway.ask("sign-download", ANN, new JsonObject().put("key", "20260101-" + "0".repeat(32)));
            assertThat(signed.getString("url")).contains("/20260101-");
        }
    }

    @Test
    void anAddressEndsWithItsTime(S3Store s3) {
        gateway.start(
                s3, new UploadSettings(Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofHours(1), RateLimit.OFF));
        JsonObject announced = gateway.announce(ANN, "image/png", PNG);
        await().until(() -> System.currentTimeMillis() > announced.getLong("expiresAt") + 1_000);

        assertThat(gateway.bring(announced, PNG)).isEqualTo(403);
        assertThat(s3.keys("staging/")).isEmpty();
    }

    @Test
    void aMissingBucketIsMade(S3Store s3) {
        S3Settings there = Gateway.at(s3.endpoint(), s3, null);
        gateway.start(
                new S3Settings(
                        there.endpoint(),
                        there.publicEndpoint(),
                        there.region(),
                        "made-by-media",
                        there.accessKey(),
                        there.secretKey(),
                        true,
                        null,
                        List.of("*")),
                UploadSettings.defaults());

        await().ignoreExceptions().until(() -> gateway.announce(ANN, "image/png", PNG) != null);
        assertThat(gateway.complete(gateway.brought(ANN, "image/png", PNG), ANN))
                .isNotNull();
    }

    @Test
    void aWrongKeyIsUnavailableAndShown(S3Store s3) {
        S3Settings there = Gateway.at(s3.endpoint(), s3, null);
        Operations operations = gateway.start(
                new S3Settings(
                        there.endpoint(),
                        there.publicEndpoint(),
                        there.region(),
                        there.bucket(),
                        there.accessKey(),
                        "another-secret",
                        true,
                        null,
                        List.of("*")),
                UploadSettings.defaults());

        assertThat(gateway.refusal("request-upload", ANN, picture("image/png", PNG))
                        .getString("code"))
                .isEqualTo("unavailable");
        await().untilAsserted(() -> assertThat(reason(operations)).contains("403"));
    }

    @Test
    void picturesMayBeServedFromAnOpenAddress(S3Store s3) {
        gateway.start(Gateway.at(s3.endpoint(), s3, "https://pictures.example.org/tandem"), UploadSettings.defaults());

        assertThat(gateway.complete(gateway.brought(ANN, "image/png", PNG), ANN).getString("url"))
                .matches("https://pictures\\.example\\.org/tandem/\\d{8}-[0-9a-f]{32}");
    }

    private static boolean isUp(Operations operations) {
        return s3Of(operations).getBoolean("up");
    }

    private static String reason(Operations operations) {
        return s3Of(operations).getString("reason");
    }

    private static JsonObject s3Of(Operations operations) {
        return operations.health().report().getJsonObject("dependencies").getJsonObject("s3");
    }
}
