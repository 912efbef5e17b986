package chat.tandem.common.ops;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class OpsServerTest {

    private record Answer(int status, JsonObject body) {}

    private final Operations operations = new Operations();
    private final Health health = operations.health();
    private final Vertx watched = Vertx.vertx();
    private final OpsServer server;
    private final HttpClient client;
    private final int port;

    OpsServerTest(Vertx vertx) {
        client = vertx.createHttpClient();
        server = OpsServer.start(
                        watched,
                        "gateway",
                        new OpsSettings("127.0.0.1", 0, List.of("ops.example"), 1_000),
                        operations,
                        Map.of("TANDEM_GRACE", "30s"))
                .await();
        port = server.port();
    }

    @AfterEach
    void close() {
        server.close().await();
        watched.close().await();
    }

    private Answer get(String path) {
        return client.request(HttpMethod.GET, port, "127.0.0.1", path)
                .compose(request -> request.send()
                        .compose(response ->
                                response.body().map(body -> new Answer(response.statusCode(), body.toJsonObject()))))
                .await();
    }

    @Test
    void aProcessIsReadyFromItsStartToItsDrainAndAliveAllTheTime() {
        assertThat(get("/health/ready").status()).isEqualTo(503);
        health.started();
        assertThat(get("/health/ready").status()).isEqualTo(200);
        health.draining();
        assertThat(get("/health/ready").status()).isEqualTo(503);
        assertThat(get("/health/live").status()).isEqualTo(200);
    }

    @Test
    void aStoreThatIsAwayIsShownAndTakesNothingOutOfService() {
        health.component("redis", () -> Status.up("connected"));
        health.component("redis", () -> Status.down("no connection"));
        health.started();

        Answer answer = get("/health/ready");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().getJsonObject("dependencies").getJsonObject("redis"))
                .isEqualTo(new JsonObject().put("up", false).put("reason", "no connection"));
    }

    @Test
    void whatItCannotWorkWithoutTakesItOutOfServiceWhileItIsAway() {
        AtomicBoolean migrated = new AtomicBoolean();
        health.required("schema", () -> migrated.get() ? Status.up("version 3") : Status.down("version 2"));
        health.started();

        assertThat(get("/health/ready").status()).isEqualTo(503);
        migrated.set(true);
        assertThat(get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void theFrontShowsTheBuildAndTheSettings() {
        JsonObject about = get("/").body();

        assertThat(about.getString("service")).isEqualTo("gateway");
        assertThat(about.getString("version")).matches("\\d+\\.\\d+.*");
        assertThat(about.getJsonObject("settings").getString("TANDEM_GRACE")).isEqualTo("30s");
    }

    @Test
    void aProcessOfWhichAnEventLoopStandsStillIsNotAlive() {
        CountDownLatch release = new CountDownLatch(1);
        watched.runOnContext(blocked -> stand(release));
        try {
            await().atMost(20, TimeUnit.SECONDS).until(() -> get("/health/live").status() == 503);
            assertThat(get("/health/live").body().getString("reason"))
                    .matches("an event loop has not turned for \\d+ s");
        } finally {
            release.countDown();
        }
        await().until(() -> get("/health/live").status() == 200);
    }

    private static void stand(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatIsNotThereIsSaidInJson() {
        assertThat(get("/nothing").status()).isEqualTo(404);
        assertThat(get("/nothing").body().getString("code")).isEqualTo("not-found");
    }

    @Test
    void metricsComeInTheFormatThatIsAskedFor() {
        String prometheus3 =
                "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.4,*/*;q=0.1";

        assertThat(scrape("*/*")).contains("text/plain; version=0.0.4; charset=utf-8", "# TYPE tandem_build gauge");
        assertThat(scrape("application/json")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(scrape(prometheus3))
                .contains(
                        "application/openmetrics-text; version=1.0.0; charset=utf-8", "# EOF", "jvm_memory_used_bytes");
    }

    private String scrape(String accept) {
        return client.request(HttpMethod.GET, port, "127.0.0.1", "/metrics")
                .compose(request -> request.putHeader("Accept", accept).send())
                .compose(response -> response.body().map(body -> response.getHeader("Content-Type") + "\n" + body))
                .await();
    }

    private int statusBy(String host) {
        return client.request(HttpMethod.GET, port, "127.0.0.1", "/")
                .compose(request -> request.putHeader("Host", host).send())
                .map(HttpClientResponse::statusCode)
                .await();
    }

    @Test
    void aPageWhoseNameWasMadeToLeadHereReadsNothing() {
        assertThat(statusBy("rebind.example:" + port)).isEqualTo(403);
        assertThat(statusBy("localhost:" + port)).isEqualTo(200);
        assertThat(statusBy("ops.example:" + port)).isEqualTo(200);
    }

    @Test
    void aConnectionThatDoesNotAskInTimeIsClosed() throws Exception {
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket slow = new Socket(InetAddress.getLoopbackAddress(), port)) {
            slow.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\nX: ".getBytes(US_ASCII));
            silent.setSoTimeout(20_000);
            slow.setSoTimeout(20_000);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void oneMoreThanThereMayBeClosesTheOneThatIsQuietLongest() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i <= OpsConnections.MOST; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setSoTimeout(20_000);
                sockets.add(socket);
                ask(socket);
            }
            assertThat(sockets.getFirst().getInputStream().readAllBytes()).isEmpty();
            assertThat(get("/health/live").status()).isEqualTo(200);
            ask(sockets.getLast());
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** Asks, and reads the whole answer, so that the connection is quiet and kept. */
    private static void ask(Socket socket) throws IOException {
        socket.getOutputStream().write("HEAD /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = socket.getInputStream().read();
            assertThat(read).isNotNegative();
            head.append((char) read);
        }
    }

    @Test
    void aPortInUseIsSaidInOneLine() {
        assertThatThrownBy(() -> OpsServer.start(
                                watched, "matcher", new OpsSettings("127.0.0.1", port), operations, Map.of())
                        .await())
                .isInstanceOf(PortInUseException.class)
                .hasMessage("TANDEM_OPS_PORT: port " + port + " on 127.0.0.1 is in use");
    }
}
