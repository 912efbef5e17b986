package chat.tandem.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.socketio.Http;
import chat.tandem.socketio.RawWebSocket;
import chat.tandem.socketio.TestServer;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineIoTest {
    private static final String WEBSOCKET = "/engine.io/?EIO=4&transport=websocket";

    private final BlockingQueue<EngineIoSocket> sockets = new LinkedBlockingQueue<>();
    private final BlockingQueue<CloseReason> ends = new LinkedBlockingQueue<>();
    private @Nullable TestServer server;

    private int start(EngineIoOptions options) {
        TestServer started = TestServer.engineIo(
                options,
                engine -> engine.onConnection(socket -> {
                    socket.onText(socket::send).onBinary(socket::send).onClose(ends::add);
                    sockets.add(socket);
                }));
        server = started;
        return started.port();
    }

    private Http startHttp(EngineIoOptions options) {
        return new Http(start(options), "/engine.io/");
    }

    private <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return Objects.requireNonNull(next);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, EIO=4, 400, 0",
        "GET, EIO=4&transport=abc, 400, 0",
        "GET, EIO=4&transport=polling&sid=nobody, 400, 1",
        "POST, EIO=4&transport=polling&sid=nobody, 400, 1",
        "POST, EIO=4&transport=polling, 400, 2",
        "PUT, EIO=4&transport=polling, 400, 2",
        "GET, EIO=4&transport=websocket, 400, 3",
        "GET, EIO=3&transport=polling, 400, 5",
        "GET, transport=polling, 400, 5",
    })
    void aRequestThatIsOutOfOrderIsRefusedWithTheProtocolsCode(String method, String query, int status, int code) {
        HttpResponse<String> response = startHttp(new EngineIoOptions()).send(method, query, "");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body()).startsWith("{\"code\":" + code + ",\"message\":\"");
    }

    @Test
    void anAdmissionThatSaysNoRefusesWith403() {
        EngineIoOptions options = new EngineIoOptions()
                .setAdmission(request -> Future.succeededFuture(request.getHeader("X-Pass") != null));
        Http http = startHttp(options);
        HttpResponse<String> refused = http.send("GET", "EIO=4&transport=polling", "");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("\"code\":4");
        assertThat(http.send("GET", "EIO=4&transport=polling", "", "X-Pass", "1")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anAdmissionThatFailsRefusesWith403() {
        Http http = startHttp(new EngineIoOptions().setAdmission(request -> {
            throw new IllegalStateException("broken");
        }));
        assertThat(http.send("GET", "EIO=4&transport=polling", "").statusCode()).isEqualTo(403);
    }

    @Test
    void packetsOfOneBodyComeBackInOneAnswer() {
        Http http = startHttp(new EngineIoOptions());
        String sid = http.open();
        HttpResponse<String> post = http.post(sid, "4one\u001ebAQIDBA==\u001e4zwei €");
        assertThat(post.body()).isEqualTo("ok");
        assertThat(post.headers().firstValue("Content-Type")).hasValue("text/html");
        HttpResponse<String> poll = http.get(sid);
        assertThat(poll.body()).isEqualTo("4one\u001ebAQIDBA==\u001e4zwei €");
        assertThat(poll.headers().firstValue("Content-Type")).hasValue("text/plain; charset=UTF-8");
        assertThat(poll.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void aSecondPollAtTheSameTimeEndsTheSession() throws Exception {
        Http http = startHttp(new EngineIoOptions());
        String sid = http.open();
        next(sockets);
        CompletableFuture<HttpResponse<String>> one = http.poll(sid);
        CompletableFuture<HttpResponse<String>> other = http.poll(sid);
        assertThat(Set.of(one.get().statusCode(), other.get().statusCode())).containsExactlyInAnyOrder(200, 400);
        assertThat(Set.of(one.get().body(), other.get().body())).contains("1");
        assertThat(next(ends)).isEqualTo(CloseReason.TRANSPORT_ERROR);
        assertThat(http.get(sid).body()).contains("\"code\":1");
    }

    @Test
    void aSecondPostAtTheSameTimeEndsTheSession() throws Exception {
        Http http = startHttp(new EngineIoOptions());
        String sid = http.open();
        try (Socket slow = request("POST", sid, "Content-Length: 6\r\n")) {
            write(slow, "4a");
            await().until(() -> http.post(sid, "4b").statusCode() == 400);
            assertThat(next(ends)).isEqualTo(CloseReason.TRANSPORT_ERROR);
        }
    }

    @Test
    void aPollThatIsCancelledEndsTheSession() throws Exception {
        Http http = startHttp(new EngineIoOptions());
        String sid = http.open();
        EngineIoSocket session = next(sockets);
        Socket poll = request("GET", sid, "");
        await().until(session::isWritable);
        poll.close();
        assertThat(next(ends)).isEqualTo(CloseReason.TRANSPORT_ERROR);
        assertThat(http.get(sid).statusCode()).isEqualTo(400);
    }

    private Socket request(String method, String sid, String headers) throws IOException {
        Socket socket = new Socket("localhost", Objects.requireNonNull(server).port());
        write(
                socket,
                method + " /engine.io/?" + Http.session(sid) + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
        return socket;
    }

    @Test
    void aQueryThatCannotBeDecodedIsRefused() throws Exception {
        start(new EngineIoOptions());
        try (Socket socket =
                new Socket("localhost", Objects.requireNonNull(server).port())) {
            write(socket, "GET /engine.io/?transport=%zz&EIO=%4 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            InputStream answer = socket.getInputStream();
            assertThat(new String(answer.readNBytes(12), StandardCharsets.UTF_8))
                    .isEqualTo("HTTP/1.1 400");
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBodyOverTheLimitIsRefusedWith413AndTheSessionGoesOn() {
        Http http = startHttp(new EngineIoOptions().setMaxPayload(100));
        String sid = http.open();
        assertThat(http.post(sid, "4" + "x".repeat(100)).statusCode()).isEqualTo(413);
        assertThat(http.post(sid, "4" + "x".repeat(99)).statusCode()).isEqualTo(200);
        assertThat(http.get(sid).body()).hasSize(100);
    }

    @Test
    void aWebSocketMessageOverTheLimitEndsTheSessionHoweverItIsCut() throws Exception {
        int port = start(new EngineIoOptions().setMaxPayload(100));
        try (RawWebSocket socket = new RawWebSocket(port, WEBSOCKET)) {
            socket.text();
            socket.sendPart("4" + "x".repeat(60), false).sendPart("x".repeat(39), true);
            assertThat(socket.text()).hasSize(100);
            socket.sendPart("4" + "x".repeat(60), false).sendPart("x".repeat(60), true);
            assertThat(socket.closeCode()).isEqualTo(1009);
            assertThat(next(ends)).isEqualTo(CloseReason.TRANSPORT_ERROR);
        }
    }

    @Test
    void aWebSocketFrameOverTheLimitEndsTheSession() throws Exception {
        int port = start(new EngineIoOptions().setMaxPayload(100));
        try (RawWebSocket socket = new RawWebSocket(port, WEBSOCKET)) {
            socket.text();
            socket.send("4" + "x".repeat(10_000));
            socket.closeCode();
            assertThat(next(ends)).isIn(CloseReason.TRANSPORT_ERROR, CloseReason.TRANSPORT_CLOSE);
        }
    }

    @Test
    void aWebSocketClientThatDoesNotReadIsClosedBeforeItCostsMemory() throws Exception {
        int port = start(new EngineIoOptions().setMaxBufferedBytes(1_000_000));
        try (Socket silent = new Socket("localhost", port)) {
            write(
                    silent,
                    "GET " + WEBSOCKET + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
            EngineIoSocket session = next(sockets);
            String message = "x".repeat(100_000);
            await().pollInterval(Duration.ofMillis(1)).until(() -> {
                session.send(message);
                return !session.isOpen();
            });
            assertThat(next(ends)).isEqualTo(CloseReason.TRANSPORT_ERROR);
        }
    }

    @Test
    void aBinaryBodyIsRefusedAndEndsTheSession() throws Exception {
        Http http = startHttp(new EngineIoOptions());
        String sid = http.open();
        HttpResponse<String> post =
                http.send("POST", Http.session(sid), "4a", "Content-Type", "application/octet-stream");
        assertThat(post.statusCode()).isEqualTo(400);
        assertThat(next(ends)).isEqualTo(CloseReason.TRANSPORT_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "7", "4a\u001e", "\u001e4a", "bA", "4a\u001e\u001e4b"})
    void aMalformedBodyIsRefusedAndEndsTheSession(String body) throws Exception {
        Http http = startHttp(new EngineIoOptions());
        String sid = http.open();
        assertThat(http.post(sid, body).statusCode()).isEqualTo(400);
        assertThat(next(ends)).isEqualTo(CloseReason.PARSE_ERROR);
        assertThat(http.get(sid).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"abc, PARSE_ERROR", "'', PARSE_ERROR", "2, TRANSPORT_ERROR", "1, TRANSPORT_CLOSE"})
    void aFrameThatIsOutOfPlaceEndsTheSession(String frame, CloseReason reason) throws Exception {
        try (RawWebSocket socket = new RawWebSocket(start(new EngineIoOptions()), WEBSOCKET)) {
            socket.text();
            socket.send(frame);
            socket.closeCode();
            assertThat(next(ends)).isEqualTo(reason);
        }
    }

    @Test
    void pongsAndNoopsThatNobodyAskedForAreIgnored() {
        try (RawWebSocket socket = new RawWebSocket(start(new EngineIoOptions()), WEBSOCKET)) {
            socket.text();
            socket.send("3").send("6").send("0").send("5").send("4on");
            assertThat(socket.text()).isEqualTo("4on");
        }
    }

    @Test
    void aClientThatClosesWhileItPollsIsLeftInPeace() throws Exception {
        Http http = startHttp(new EngineIoOptions());
        String sid = http.open();
        CompletableFuture<HttpResponse<String>> poll = http.poll(sid);
        assertThat(http.post(sid, "1").body()).isEqualTo("ok");
        assertThat(poll.get().body()).isEqualTo("6");
        assertThat(next(ends)).isEqualTo(CloseReason.TRANSPORT_CLOSE);
        assertThat(http.get(sid).statusCode()).isEqualTo(400);
    }

    @Test
    void aSilentClientIsClosed() throws Exception {
        EngineIoOptions options =
                new EngineIoOptions().setPingInterval(Duration.ofMillis(50)).setPingTimeout(Duration.ofMillis(50));
        try (RawWebSocket socket = new RawWebSocket(start(options), WEBSOCKET)) {
            socket.text();
            assertThat(socket.text()).isEqualTo("2");
            socket.closeCode();
            assertThat(next(ends)).isEqualTo(CloseReason.PING_TIMEOUT);
        }
    }

    @Test
    void aPolledSessionMovesToAWebSocketAndLosesNothing() throws Exception {
        Http http = startHttp(new EngineIoOptions());
        String sid = http.open();
        EngineIoSocket session = next(sockets);
        CompletableFuture<HttpResponse<String>> poll = http.poll(sid);
        await().until(session::isWritable);
        try (RawWebSocket socket =
                new RawWebSocket(Objects.requireNonNull(server).port(), WEBSOCKET + "&sid=" + sid)) {
            socket.send("2probe");
            assertThat(socket.text()).isEqualTo("3probe");
            assertThat(poll.get().body()).isEqualTo("6");
            session.send("while it moves");
            socket.send("5");
            assertThat(socket.text()).isEqualTo("4while it moves");
            assertThat(session.transport()).isEqualTo(EngineIoTransport.WEBSOCKET);
            assertThat(http.get(sid).body()).contains("\"code\":3");
            try (RawWebSocket second =
                    new RawWebSocket(Objects.requireNonNull(server).port(), WEBSOCKET + "&sid=" + sid)) {
                second.closeCode();
            }
            socket.send("4still here");
            assertThat(socket.text()).isEqualTo("4still here");
        }
        assertThat(next(ends)).isEqualTo(CloseReason.TRANSPORT_CLOSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "4a", "2", "abc"})
    void anUpgradeWithoutAProbeIsGivenUpAndTheSessionGoesOnPolling(String frame) {
        Http http = startHttp(new EngineIoOptions());
        String sid = http.open();
        try (RawWebSocket socket =
                new RawWebSocket(Objects.requireNonNull(server).port(), WEBSOCKET + "&sid=" + sid)) {
            socket.send(frame);
            socket.closeCode();
        }
        http.post(sid, "4on");
        assertThat(http.get(sid).body()).isEqualTo("4on");
    }

    @Test
    void anUpgradeThatTakesTooLongIsGivenUp() {
        Http http = startHttp(new EngineIoOptions().setUpgradeTimeout(Duration.ofMillis(50)));
        String sid = http.open();
        try (RawWebSocket socket =
                new RawWebSocket(Objects.requireNonNull(server).port(), WEBSOCKET + "&sid=" + sid)) {
            socket.send("2probe");
            assertThat(socket.text()).isEqualTo("3probe");
            socket.closeCode();
        }
        http.post(sid, "4on");
        assertThat(http.get(sid).body()).isEqualTo("4on");
    }

    @Test
    void aSessionThatTheServerClosesTellsItsLastWordsFirst() throws Exception {
        Http http = startHttp(new EngineIoOptions());
        String sid = http.open();
        EngineIoSocket session = next(sockets);
        session.send("last");
        session.close();
        session.send("never");
        String first = http.get(sid).body();
        String all =
                first.endsWith("1") ? first : first + "\u001e" + http.get(sid).body();
        assertThat(all).isEqualTo("4last\u001e1");
        assertThat(next(ends)).isEqualTo(CloseReason.FORCED_CLOSE);
    }

    @Test
    void aClientMayCloseASessionThatTheServerIsClosing() throws Exception {
        Http http = startHttp(new EngineIoOptions());
        String sid = http.open();
        next(sockets).close();
        assertThat(http.post(sid, "1").body()).isEqualTo("ok");
        assertThat(next(ends)).isEqualTo(CloseReason.FORCED_CLOSE);
    }

    @Test
    void aClosingSessionIsForgottenWhenItsClientDoesNotAsk() throws Exception {
        Http http = startHttp(new EngineIoOptions().setCloseTimeout(Duration.ofMillis(50)));
        String sid = http.open();
        next(sockets).close();
        assertThat(next(ends)).isEqualTo(CloseReason.FORCED_CLOSE);
        assertThat(http.get(sid).body()).contains("\"code\":1");
    }

    @Test
    void aClientThatDoesNotReadIsClosedBeforeItCostsMemory() throws Exception {
        Http http = startHttp(new EngineIoOptions().setMaxBufferedBytes(1_000));
        http.open();
        EngineIoSocket session = next(sockets);
        for (int i = 0; i < 11; i++) {
            session.send("x".repeat(99));
        }
        assertThat(next(ends)).isEqualTo(CloseReason.TRANSPORT_ERROR);
    }

    @Test
    void whilePausedAPostIsNotAnsweredAndTheClientsSilenceIsForgiven() throws Exception {
        EngineIoOptions options =
                new EngineIoOptions().setPingInterval(Duration.ofMillis(100)).setPingTimeout(Duration.ofMillis(100));
        Http http = startHttp(options);
        String sid = http.open();
        EngineIoSocket session = next(sockets);
        session.pause();
        try (Socket post = request("POST", sid, "Content-Length: 2\r\n")) {
            write(post, "4a");
            await().during(Duration.ofMillis(300))
                    .until(() -> post.getInputStream().available() == 0 && session.isOpen());
            session.resume();
            InputStream answer = post.getInputStream();
            assertThat(new String(answer.readNBytes(12), StandardCharsets.UTF_8))
                    .isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void browsersOfAllowedOriginsAreToldSo() {
        EngineIoOptions options = new EngineIoOptions().setCors(new CorsPolicy(Set.of("https://here.example"), true));
        Http http = startHttp(options);
        HttpResponse<String> allowed =
                http.send("GET", "EIO=4&transport=polling", "", "Origin", "https://here.example");
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://here.example");
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Credentials"))
                .hasValue("true");
        assertThat(allowed.headers().firstValue("Vary")).hasValue("Origin");
        HttpResponse<String> other = http.send("GET", "EIO=4&transport=polling", "", "Origin", "https://there.example");
        assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        HttpResponse<String> preflight = http.send(
                "OPTIONS",
                "EIO=4&transport=polling",
                "",
                "Origin",
                "https://here.example",
                "Access-Control-Request-Headers",
                "x-a");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
                .hasValue("GET, POST");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValue("x-a");
    }
}
