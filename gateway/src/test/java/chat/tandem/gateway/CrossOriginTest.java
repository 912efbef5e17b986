package chat.tandem.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketFrame;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told about pages of other origins. */
@ExtendWith(Stores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossOriginTest {
    private static final String APP = "https://app.example";

    private @Nullable GatewayUnderTest gateway;
    private @Nullable HttpClient http;

    @BeforeAll
    void start(RedisStore redis) {
        gateway = GatewayUnderTest.start(redis.url(), Map.of("TANDEM_ALLOWED_ORIGINS", APP));
        http = gateway.vertx().createHttpClient();
    }

    @AfterAll
    void stop() {
        GatewayUnderTest.wait(requireNonNull(http).close());
        requireNonNull(gateway).close();
    }

    private HttpClientResponse ask(HttpMethod method, String path, Map<String, String> headers) {
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(requireNonNull(gateway).port())
                .setMethod(method)
                .setURI(path);
        headers.forEach(options::putHeader);
        return GatewayUnderTest.wait(requireNonNull(gateway)
                .onLoop(() -> requireNonNull(http).request(options).compose(request -> request.send())));
    }

    private HttpClientResponse preflight(String origin, String path, String method) {
        return ask(
                HttpMethod.OPTIONS,
                path,
                Map.of(
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        method,
                        "Access-Control-Request-Headers",
                        "authorization,tandem-connection"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sse", "/commands", "/api/guest", "/api/me", "/api/no-such", "/tandem.js"})
    void anAllowedOriginMayAskForEverything(String path) {
        HttpClientResponse answer = preflight(APP, path, "POST");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.getHeader("Access-Control-Allow-Origin")).isEqualTo(APP);
        assertThat(answer.getHeader("Access-Control-Allow-Methods").split(",", -1))
                .containsExactlyInAnyOrder("GET", "HEAD", "POST", "DELETE");
        assertThat(answer.getHeader("Access-Control-Allow-Headers").split(",", -1))
                .containsExactlyInAnyOrder("Authorization", "Content-Type", "Tandem-Connection", "Last-Event-ID");
        assertThat(answer.getHeader("Access-Control-Allow-Credentials")).isNull();
        assertThat(answer.getHeader("Vary")).isEqualToIgnoringCase("Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/online", "/api/conversations", "/nothing", "/tandem.js", "/ws"})
    void anAllowedOriginMayReadEveryAnswerAndRefusal(String path) {
        HttpClientResponse answer = ask(HttpMethod.GET, path, Map.of("Origin", APP));
        assertThat(answer.headers().getAll("Access-Control-Allow-Origin")).containsExactly(APP);
        assertThat(answer.headers().getAll("Vary")).hasSize(1).allMatch("origin"::equalsIgnoreCase);
    }

    @Test
    void socketIoAnswersForItself() {
        HttpClientResponse answer = ask(HttpMethod.GET, "/socket.io/?EIO=4&transport=polling", Map.of("Origin", APP));
        assertThat(answer.headers().getAll("Access-Control-Allow-Origin")).containsExactly(APP);
    }

    @Test
    void aWebSocketIsServedAndClosedAsWithoutAllowedOrigins() {
        try (Client client = requireNonNull(gateway).client();
                Client large = gateway.client();
                Client broken = gateway.client();
                Client binary = gateway.client()) {
            assertThat(client.hello().getString("userId")).isNotEmpty();
            large.writeFrame(WebSocketFrame.textFrame("x".repeat(64 * 1024 + 1), true));
            assertThat(large.closeCode()).isEqualTo(1009);
            broken.writeFrame(WebSocketFrame.textFrame("", false));
            broken.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(new byte[] {(byte) 0xff}), true));
            assertThat(broken.closeCode()).isEqualTo(1007);
            binary.writeBinary(Buffer.buffer("{}"));
            assertThat(binary.closeCode()).isEqualTo(1003);
        }
        try (Client client = requireNonNull(gateway).client()) {
            // A continuation of nothing.
            client.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("x"), true));
            assertThat(client.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void anotherOriginGetsNothing() {
        HttpClientResponse answer = preflight("https://evil.example", "/commands", "POST");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.getHeader("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void withoutAnOriginCachesAreStillWarned() {
        HttpClientResponse answer = ask(HttpMethod.GET, "/tandem.js", Map.of());
        assertThat(answer.getHeader("Access-Control-Allow-Origin")).isNull();
        assertThat(answer.getHeader("Vary")).isEqualToIgnoringCase("Origin");
    }
}
