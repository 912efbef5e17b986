package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.ServiceRequest;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to an image; here the test is who signs it. */
@ExtendWith({Stores.class, VertxExtension.class})
class ImagesOverHttpTest {
    private final String image = LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE)
            + "-0123456789abcdef0123456789abcdef";
    private static final int TEN_MINUTES = 600_000;

    private GatewayUnderTest gateway;
    private OtherService media;

    @BeforeEach
    void start(RedisStore redis, Vertx vertx) {
        gateway = GatewayUnderTest.start(
                redis.url(),
                Map.of(
                        "TANDEM_S3_BUCKET", "pictures",
                        "TANDEM_S3_ENDPOINT", "http://inside:9000",
                        "TANDEM_S3_PUBLIC_ENDPOINT", "https://storage.example:9000",
                        "TANDEM_S3_PATH_STYLE", "true"));
        media = new OtherService(vertx, redis.url(), Addresses.MEDIA, request -> signed(request, TEN_MINUTES));
    }

    @AfterEach
    void stop() {
        media.close();
        gateway.close();
    }

    private static JsonObject signed(ServiceRequest request, long life) {
        return new JsonObject()
                .put(
                        "url",
                        "https://storage.example/"
                                + request.data().toJsonObject().getString("key") + "?signed")
                .put("expiresAt", System.currentTimeMillis() + life);
    }

    private Future<HttpClientResponse> ask(HttpMethod method, String path) {
        return gateway.onLoop(() -> gateway.httpClient()
                .request(method, gateway.port(), "127.0.0.1", path)
                .compose(request -> request.send())
                .compose(answer -> answer.body().map(answer)));
    }

    /** From another address of this machine. */
    private Future<HttpClientResponse> ask(HttpMethod method, String path, String from) {
        return gateway.onLoop(() -> gateway.httpClient(new HttpClientOptions().setLocalAddress(from))
                .request(method, gateway.port(), "127.0.0.1", path)
                .compose(request -> request.send())
                .compose(answer -> answer.body().map(answer)));
    }

    private HttpClientResponse get(String path) {
        return GatewayUnderTest.wait(ask(HttpMethod.GET, path));
    }

    @Test
    void anImageIsRedirectedToAnAddressThatServesForAWhile() {
        HttpClientResponse answer = get("/media/" + image);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.getHeader("Location")).isEqualTo("https://storage.example/" + image + "?signed");
        assertThat(answer.getHeader("Cache-Control")).matches("private, max-age=(29\\d|300)");
        assertThat(media.asked().getFirst().type()).isEqualTo("sign-download");
        assertThat(media.asked().getFirst().data().toJsonObject()).isEqualTo(new JsonObject().put("key", image));
        assertThat(GatewayUnderTest.wait(ask(HttpMethod.HEAD, "/media/" + image))
                        .statusCode())
                .isEqualTo(302);
    }

    @Test
    void anAddressIsAskedForOnceUntilHalfOfItsLifeIsOver() {
        List<Future<HttpClientResponse>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(ask(HttpMethod.GET, "/media/" + image));
        }
        all.forEach(
                answer -> assertThat(GatewayUnderTest.wait(answer).statusCode()).isEqualTo(302));
        assertThat(media.asked()).hasSize(1);

        String other = key(99);
        media.answer(request -> signed(request, 20));
        get("/media/" + other);
        await().untilAsserted(() -> {
            get("/media/" + other);
            assertThat(media.asked()).hasSizeGreaterThan(2);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/media/",
                "/media",
                "/media/x",
                "/media/20260701-0123456789abcdef0123456789abcde",
                "/media/20260701-0123456789ABCDEF0123456789ABCDEF",
                "/media/20260701-0123456789abcdef0123456789abcdef.png",
                "/media/20260701-0123456789abcdef0123456789abcdef/x",
                "/media/staging/20260701-0123456789abcdef0123456789abcdef",
                "/media/..%2F20260701-0123456789abcdef0123456789abcdef",
                "/media/20260701-0123456789abcdef0123456789abcdef%0a",
                "/media/20260230-0123456789abcdef0123456789abcdef",
                "/media/20261301-0123456789abcdef0123456789abcdef",
                "/media/99991231-0123456789abcdef0123456789abcdef"
            })
    void whatIsNoKeyIsNotFoundAndNobodyIsAsked(String path) {
        HttpClientResponse answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(GatewayUnderTest.wait(answer.body())).getString("code"))
                .isEqualTo("not-found");
        assertThat(media.asked()).isEmpty();
    }

    @Test
    void nobodyKeepsThoseFromImagesWhoLookAtOthers() {
        media.answer(request -> "nothing");
        List<Future<HttpClientResponse>> madeUp = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            madeUp.add(ask(HttpMethod.GET, "/media/" + key(i)));
        }
        await().until(() -> media.asked().size() == 16);
        assertThat(madeUp.stream().filter(Future::isComplete).map(Future::result))
                .hasSize(4)
                .allMatch(refused -> refused.statusCode() == 503 && refused.getHeader("Retry-After") != null);

        media.answer(request -> signed(request, TEN_MINUTES));
        Future<HttpClientResponse> another = ask(HttpMethod.GET, "/media/" + image, "127.0.0.2");
        assertThat(GatewayUnderTest.wait(another).statusCode()).isEqualTo(302);
    }

    @Test
    void keysThatAreMadeUpPushNothingOutThatIsLookedAtAgain() {
        get("/media/" + image);
        get("/media/" + image);
        for (int i = 0; i < 2_100; i += 15) {
            List<Future<HttpClientResponse>> some = new ArrayList<>();
            for (int j = i; j < i + 15; j++) {
                some.add(ask(HttpMethod.GET, "/media/" + key(j)));
            }
            some.forEach(GatewayUnderTest::wait);
        }
        int before = media.asked().size();

        assertThat(get("/media/" + image).statusCode()).isEqualTo(302);

        assertThat(media.asked()).hasSize(before);
        get("/media/" + key(0));
        assertThat(media.asked()).hasSize(before + 1);
    }

    private String key(int number) {
        return image.substring(0, 9) + String.format(Locale.ROOT, "%032x", number + 1);
    }

    @Test
    void whereNobodySignsItIsUnavailableAndNotKept() {
        media.answer(request -> "nothing");
        HttpClientResponse answer = get("/media/" + image);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
        media.answer(request -> signed(request, TEN_MINUTES));
        assertThat(get("/media/" + image).statusCode()).isEqualTo(302);
    }

    @Test
    void thePageMayTalkToTheStorageAndToNothingElse() {
        assertThat(get("/").getHeader("Content-Security-Policy"))
                .contains(
                        "img-src 'self' blob: https://storage.example:9000;",
                        "connect-src 'self' https://storage.example:9000;")
                .doesNotContain("inside", "*");
    }
}
