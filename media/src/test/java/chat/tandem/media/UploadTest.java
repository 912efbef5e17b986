package chat.tandem.media;

import static chat.tandem.media.Gateway.keyOf;
import static chat.tandem.media.Gateway.picture;
import static chat.tandem.media.Gateway.staging;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.media.image.Pictures;
import chat.tandem.media.upload.UploadSettings;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.S3Store;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of bytes that clients bring: good ones, and all kinds of bad ones. */
@ExtendWith({Stores.class, VertxExtension.class})
class UploadTest {
    private static final String ANN = UUID.randomUUID().toString();
    private static final String BOB = UUID.randomUUID().toString();
    private static final byte[] PNG = Pictures.png(40, 30);

    private Gateway gateway;
    private S3Store s3;

    @BeforeEach
    void open(Vertx vertx, RedisStore redis, S3Store s3) {
        this.s3 = s3;
        gateway = new Gateway(vertx, redis);
        gateway.start(s3, UploadSettings.defaults());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aPictureIsBroughtCheckedAndServed() {
        JsonObject announced = gateway.announce(ANN, "image/png", PNG);
        assertThat(announced.getJsonObject("headers").getMap())
                .isEqualTo(java.util.Map.of("content-type", "image/png"));
        assertThat(announced.getLong("expiresAt"))
                .isBetween(System.currentTimeMillis() + 290_000, System.currentTimeMillis() + 300_000);
        assertThat(gateway.bring(announced, PNG)).isEqualTo(200);

        JsonObject completed = gateway.complete(announced, ANN);

        assertThat(completed.getString("uploadId")).isEqualTo(announced.getString("uploadId"));
        assertThat(completed.getString("url")).matches("/media/\\d{8}-[0-9a-f]{32}");
        JsonObject signed = gateway.ask("sign-download", BOB, new JsonObject().put("key", keyOf(completed)));
        assertThat(signed.getLong("expiresAt"))
                .isBetween(System.currentTimeMillis() + 590_000, System.currentTimeMillis() + 600_000);
        var served = gateway.fetch(signed.getString("url"));
        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(served.body()).isEqualTo(PNG);
        assertThat(served.headers().firstValue("content-type")).contains("image/png");
        await().untilAsserted(() -> assertThat(s3.keys("staging/")).isEmpty());
    }

    @Test
    void everyKindOfPictureIsServedAsWhatItIs() {
        for (String kind : new String[] {"png", "jpeg", "gif"}) {
            byte[] bytes = Pictures.of(kind, 12, 8);
            JsonObject completed = gateway.complete(gateway.brought(ANN, "image/" + kind, bytes), ANN);
            JsonObject signed = gateway.ask("sign-download", ANN, new JsonObject().put("key", keyOf(completed)));
            assertThat(gateway.fetch(signed.getString("url")).headers().firstValue("content-type"))
                    .contains("image/" + kind);
        }
    }

    @Test
    void theStoreRefusesAnotherTypeAndAnotherSize() {
        JsonObject announced = gateway.announce(ANN, "image/png", PNG);
        JsonObject html = announced.copy().put("headers", new JsonObject().put("content-type", "text/html"));

        assertThat(gateway.bring(html, PNG)).isEqualTo(403);
        assertThat(gateway.bring(announced, Arrays.copyOf(PNG, PNG.length + 1))).isEqualTo(403);
        assertThat(gateway.bring(announced, Arrays.copyOf(PNG, PNG.length - 1))).isEqualTo(403);
        assertThat(s3.keys("staging/")).isEmpty();
        assertThat(gateway.refusalOf(announced, ANN)).isEqualTo("upload-rejected");
    }

    @Test
    void theStoreRefusesBytesOfAnotherChecksum() {
        JsonObject announced =
                gateway.ask("request-upload", ANN, picture("image/png", PNG).put("sha256", sha256(PNG)));
        byte[] others = PNG.clone();
        others[others.length - 1]++;

        assertThat(announced.getJsonObject("headers").getString("x-amz-checksum-sha256"))
                .isEqualTo(sha256(PNG));
        assertThat(gateway.bring(announced, others)).isEqualTo(400);
        JsonObject without = announced.copy().put("headers", new JsonObject().put("content-type", "image/png"));
        assertThat(gateway.bring(without, others)).isEqualTo(403);
        assertThat(gateway.refusalOf(announced, ANN)).isEqualTo("upload-rejected");
        assertThat(gateway.bring(announced, PNG)).isEqualTo(200);
        assertThat(gateway.complete(announced, ANN).getString("url")).startsWith("/media/");
    }

    @Test
    void whereTheStoreKeepsNoChecksumItIsTakenFromTheBytes() {
        byte[] others = PNG.clone();
        others[others.length - 1]++;
        JsonObject right =
                gateway.ask("request-upload", ANN, picture("image/png", PNG).put("sha256", sha256(PNG)));
        JsonObject wrong =
                gateway.ask("request-upload", ANN, picture("image/png", PNG).put("sha256", sha256(PNG)));
        s3.put(staging(right), "image/png", PNG);
        s3.put(staging(wrong), "image/png", others);

        assertThat(gateway.complete(right, ANN).getString("url")).startsWith("/media/");
        assertThat(gateway.refusalOf(wrong, ANN)).isEqualTo("upload-rejected");
    }

    @Test
    void anAddressIsGoodForItsOwnKeyOnly() {
        JsonObject anns = gateway.announce(ANN, "image/png", PNG);
        JsonObject bobs = gateway.announce(BOB, "image/png", PNG);
        String elsewhere = anns.getString("uploadUrl").replace(anns.getString("uploadId"), bobs.getString("uploadId"));
        String served = anns.getString("uploadUrl").replace(staging(anns), "20260101-" + "0".repeat(32));

        assertThat(gateway.put(elsewhere, anns.getJsonObject("headers"), PNG)).isEqualTo(403);
        assertThat(gateway.put(served, anns.getJsonObject("headers"), PNG)).isEqualTo(403);
        assertThat(s3.keys("")).isEmpty();
    }

    @Test
    void whatIsDressedAsAPictureIsRejected() {
        for (String content : new String[] {
            "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "<!doctype html><script>alert(1)</script>"
        }) {
            assertThat(gateway.refusalOf(gateway.brought(ANN, "image/png", content.getBytes(UTF_8)), ANN))
                    .isEqualTo("upload-rejected");
        }
        assertThat(gateway.refusalOf(gateway.brought(ANN, "image/png", Pictures.of("gif", 4, 4)), ANN))
                .isEqualTo("upload-rejected");
        assertThat(s3.keys("2")).isEmpty();
    }

    @Test
    void aPixelBombIsRejected() {
        assertThat(gateway.refusalOf(gateway.brought(ANN, "image/png", Pictures.pngThatClaims(65_000, 65_000)), ANN))
                .isEqualTo("upload-rejected");
        assertThat(gateway.refusalOf(gateway.brought(ANN, "image/png", Pictures.pngThatClaims(-1, -1)), ANN))
                .isEqualTo("upload-rejected");
        assertThat(gateway.refusalOf(gateway.brought(ANN, "image/png", Pictures.pngThatClaims(0, 5)), ANN))
                .isEqualTo("upload-rejected");
        assertThat(gateway.complete(gateway.brought(ANN, "image/png", Pictures.pngThatClaims(10_000, 5_000)), ANN))
                .isNotNull();
        assertThat(gateway.refusalOf(gateway.brought(ANN, "image/png", Pictures.pngThatClaims(10_000, 5_001)), ANN))
                .isEqualTo("upload-rejected");
    }

    @Test
    void aPictureThatIsCutOffIsRejected() {
        for (String kind : new String[] {"png", "jpeg", "gif"}) {
            byte[] head = Arrays.copyOf(Pictures.of(kind, 40, 30), 20);
            assertThat(gateway.refusalOf(gateway.brought(ANN, "image/" + kind, head), ANN))
                    .isEqualTo("upload-rejected");
        }
    }

    @Test
    void rejectedBytesAreThrownAwaySoThatAskingAgainCostsNothing() {
        JsonObject upload = gateway.brought(ANN, "image/png", Pictures.of("gif", 4, 4));
        assertThat(gateway.refusalOf(upload, ANN)).isEqualTo("upload-rejected");
        assertThat(s3.keys("staging/")).isEmpty();
        assertThat(gateway.refusalOf(upload, ANN)).isEqualTo("upload-rejected");
    }

    @Test
    void bytesThatNeverCameAreRejected() {
        assertThat(gateway.refusalOf(gateway.announce(ANN, "image/png", PNG), ANN))
                .isEqualTo("upload-rejected");
    }

    @Test
    void whatIsOthersIsNotFound() {
        JsonObject announced = gateway.brought(ANN, "image/png", PNG);

        assertThat(gateway.refusalOf(announced, BOB)).isEqualTo("not-found");
        assertThat(gateway.refusalOf(
                        new JsonObject().put("uploadId", UUID.randomUUID().toString()), ANN))
                .isEqualTo("not-found");
        assertThat(gateway.complete(announced, ANN)).isNotNull();
        assertThat(gateway.refusalOf(announced, BOB)).isEqualTo("not-found");
    }

    @Test
    void onlyKeysOfServedPicturesAreSigned() {
        for (String key : new String[] {"staging/x", "../x", "", "20260101-zz", "20260101-" + "0".repeat(32) + "/x"}) {
            assertThat(gateway.refusal("sign-download", ANN, new JsonObject().put("key", key))
                            .getString("code"))
                    .isEqualTo("not-found");
        }
    }

    @Test
    void aFieldThatTheGatewayShouldHaveRefusedIsAFaultAndNothingMore() {
        assertThat(gateway.refusal("request-upload", ANN, new JsonObject()).getString("code"))
                .isEqualTo("internal");
        for (int i = 0; i < 40; i++) {
            assertThat(gateway.refusal("complete-upload", ANN, new JsonObject()).getString("code"))
                    .isEqualTo("internal");
        }
        assertThat(gateway.refusal("nonsense", ANN, new JsonObject()).getString("code"))
                .isEqualTo("internal");
        assertThat(gateway.complete(gateway.brought(ANN, "image/png", PNG), ANN))
                .isNotNull();
    }

    @Test
    void uploadsOfAUserAreLimited() {
        for (int i = 0; i < 20; i++) {
            gateway.announce(ANN, "image/png", PNG);
        }
        JsonObject refusal = gateway.refusal("request-upload", ANN, picture("image/png", PNG));

        assertThat(refusal.getString("code")).isEqualTo("rate-limited");
        assertThat(refusal.getLong("retryAfterMs")).isBetween(1L, 180_000L);
        assertThat(gateway.announce(BOB, "image/png", PNG)).isNotNull();
    }

    @Test
    void aJpegBehindLongMetadataIsTaken() {
        byte[] jpeg = Pictures.jpegBehind(30, Pictures.of("jpeg", 40, 30));

        assertThat(gateway.complete(gateway.brought(ANN, "image/jpeg", jpeg), ANN))
                .isNotNull();
    }

    private static String sha256(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
