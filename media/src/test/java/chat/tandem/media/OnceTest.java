package chat.tandem.media;

import static chat.tandem.media.Gateway.keyOf;
import static chat.tandem.media.Gateway.staging;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.media.image.Pictures;
import chat.tandem.media.upload.UploadSettings;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.S3Store;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An upload is completed once, whoever does it, how often, and whatever is brought meanwhile. Two instances run. */
@ExtendWith({Stores.class, VertxExtension.class})
class OnceTest {
    private static final String ANN = UUID.randomUUID().toString();
    private static final byte[] PNG = Pictures.png(40, 30);
    /** As many bytes, and another picture. */
    private static final byte[] OTHER = other();

    private Gateway gateway;
    private S3Store s3;

    @BeforeEach
    void open(Vertx vertx, RedisStore redis, S3Store s3) {
        this.s3 = s3;
        gateway = new Gateway(vertx, redis);
        gateway.start(s3, UploadSettings.defaults());
        gateway.start(s3, UploadSettings.defaults());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void whatIsBroughtAfterCompletionIsNeverServed() {
        JsonObject announced = gateway.brought(ANN, "image/png", PNG);
        JsonObject completed = gateway.complete(announced, ANN);
        await().untilAsserted(() -> assertThat(s3.keys("staging/")).isEmpty());

        assertThat(gateway.bring(announced, OTHER)).isEqualTo(200);

        assertThat(gateway.complete(announced, ANN)).isEqualTo(completed);
        assertThat(s3.read(keyOf(completed))).isEqualTo(PNG);
        assertThat(s3.keys("2")).hasSize(1);
    }

    @Test
    void whatIsBroughtBetweenTheCheckAndTheCopyIsNotServed() {
        JsonObject announced = gateway.brought(ANN, "image/png", PNG);
        s3.beforeCopy(() -> s3.put(staging(announced), "image/png", OTHER));

        assertThat(gateway.refusalOf(announced, ANN)).isEqualTo("upload-rejected");
        assertThat(s3.keys("2")).isEmpty();
    }

    @Test
    void twoWhoCompleteAtOnceGetOneAnswer() {
        JsonObject announced = gateway.brought(ANN, "image/png", PNG);
        CyclicBarrier both = new CyclicBarrier(2);
        s3.beforeCopy(() -> meet(both));

        Future<JsonObject> one = gateway.asked("complete-upload", ANN, Gateway.idOf(announced));
        Future<JsonObject> other = gateway.asked("complete-upload", ANN, Gateway.idOf(announced));

        assertThat(one.await()).isEqualTo(other.await());
        await().untilAsserted(() -> assertThat(s3.keys("")).containsExactly(keyOf(one.result())));
    }

    @Test
    void whoIsLateToAFinishedUploadGetsItsAnswer() throws InterruptedException {
        JsonObject announced = gateway.brought(ANN, "image/png", PNG);
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger copies = new AtomicInteger();
        s3.beforeCopy(() -> {
            if (copies.incrementAndGet() == 1) {
                stuck.countDown();
                wait(goOn);
            }
        });

        Future<JsonObject> first = gateway.asked("complete-upload", ANN, Gateway.idOf(announced));
        assertThat(stuck.await(10, TimeUnit.SECONDS)).isTrue();
        JsonObject completed = gateway.complete(announced, ANN);
        await().untilAsserted(() -> assertThat(s3.keys("staging/")).isEmpty());
        goOn.countDown();

        assertThat(first.await()).isEqualTo(completed);
        await().untilAsserted(() -> assertThat(s3.keys("")).containsExactly(keyOf(completed)));
    }

    private static void meet(CyclicBarrier both) {
        try {
            both.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("alone", e);
        }
    }

    private static void wait(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] other() {
        byte[] bytes = PNG.clone();
        bytes[bytes.length - 1]++;
        return bytes;
    }
}
