package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransportTest {
    private GatewayUnderTest gateway;

    Configuration configuration() {
        return Configuration.PLAIN;
    }

    @BeforeAll
    void start(RedisStore redis) {
        gateway = GatewayUnderTest.start(configuration(), redis.url(), Map.of());
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private static String frameOf(int bytes) {
        String start = "{\"event\":\"ping\",\"id\":1,\"more\":\"";
        return start + "x".repeat(bytes - start.length() - 2) + "\"}";
    }

    @Test
    void aMessageOfSixtyFourKibibytesIsTaken() {
        try (Client client = gateway.client()) {
            client.write(frameOf(64 * 1024));
            assertThat(client.ack(1).getJsonObject("error").getString("code")).isEqualTo("not-authenticated");
        }
    }

    @Test
    void aLargerOneIsClosedAsTooBigInOnePieceOrInMany() {
        try (Client client = gateway.client();
                Client fragments = gateway.client();
                Client huge = gateway.client()) {
            client.write(frameOf(64 * 1024 + 1));
            assertThat(client.closeCode()).isEqualTo(1009);
            fragments.writeFrame(WebSocketFrame.textFrame("x".repeat(40_000), false));
            fragments.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("x".repeat(40_000)), false));
            assertThat(fragments.closeCode()).isEqualTo(1009);
            huge.write(frameOf(1 << 20));
            assertThat(huge.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void fragmentsAreOneMessage() {
        try (Client client = gateway.client()) {
            byte[] text =
                    "{\"event\":\"hello\",\"id\":1,\"data\":{\"name\":\"Zoë 😀\"}}".getBytes(StandardCharsets.UTF_8);
            int half = text.length - 8; // In the middle of a character.
            client.writeFrame(WebSocketFrame.textFrame("", false));
            client.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(Arrays.copyOf(text, half)), false));
            client.writeFrame(WebSocketFrame.pingFrame(Buffer.buffer("between")));
            client.writeFrame(
                    WebSocketFrame.continuationFrame(Buffer.buffer(Arrays.copyOfRange(text, half, text.length)), true));
            assertThat(client.ack(1).containsKey("data")).isTrue();
        }
    }

    @Test
    void aBinaryFrameIsClosedAsUnsupported() {
        try (Client client = gateway.client()) {
            client.writeBinary(Buffer.buffer("{}"));
            assertThat(client.closeCode()).isEqualTo(1003);
        }
    }

    @Test
    void brokenUtf8IsClosedAsSuch() {
        for (byte[] broken :
                new byte[][] {{(byte) 0xc3, 0x28}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0xff}}) {
            try (Client client = gateway.client()) {
                client.writeFrame(WebSocketFrame.textFrame("", false));
                client.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(broken), true));
                assertThat(client.closeCode()).isEqualTo(1007);
            }
        }
    }

    @Test
    void aReplacementCharacterIsAnOrdinaryCharacter() {
        try (Client client = gateway.client()) {
            assertThat(client.hello(new JsonObject().put("name", "\uFFFD")).getString("userId"))
                    .isNotEmpty();
        }
    }

    @Test
    void anotherBreachIsClosedAsProtocolError() throws IOException {
        byte[][] breaches = {
            {(byte) 0x81, 0x02, '{', '}'}, // not masked
            {(byte) 0xc1, (byte) 0x80, 0, 0, 0, 0}, // a reserved bit
            {(byte) 0x83, (byte) 0x80, 0, 0, 0, 0}, // an unknown opcode
            {(byte) 0x80, (byte) 0x80, 0, 0, 0, 0}, // a continuation of nothing
            {0x09, (byte) 0x80, 0, 0, 0, 0}, // a fragmented ping
            {(byte) 0x88, (byte) 0x81, 0, 0, 0, 0, 3}, // a close frame of one byte
        };
        for (byte[] breach : breaches) {
            try (Socket socket = handshake()) {
                socket.getOutputStream().write(breach);
                byte[] answer = socket.getInputStream().readNBytes(4);
                assertThat(answer[0]).as(Arrays.toString(breach)).isEqualTo((byte) 0x88);
                assertThat(((answer[2] & 0xff) << 8) | (answer[3] & 0xff))
                        .as(Arrays.toString(breach))
                        .isEqualTo(1002);
            }
        }
    }

    private Socket handshake() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setSoTimeout(10_000);
        OutputStream out = socket.getOutputStream();
        out.write(("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                        + Base64.getEncoder().encodeToString(new byte[16]) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).isNotNegative();
            head.append((char) next);
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 101");
        return socket;
    }

    @Test
    void aHandshakeThatIsNotCompleteInTimeIsCut() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write("GET /ws HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aForeignOriginIsRefused() {
        assertThat(handshakeFrom("http://evil.example")).hasMessageContaining("403");
        assertThat(handshakeFrom("null")).hasMessageContaining("403");
        assertThat(handshakeFrom("https://127.0.0.1:" + gateway.port())).isNull();
        assertThat(get("/api/online", "http://evil.example").statusCode()).isEqualTo(403);
    }

    private @org.jspecify.annotations.Nullable Throwable handshakeFrom(String origin) {
        var factory = gateway.vertx().createWebSocketClient();
        var future = factory.connect(new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(gateway.port())
                .setURI("/ws")
                .putHeader("Origin", origin));
        await().until(future::isComplete);
        factory.close();
        return future.cause();
    }

    @Test
    void thePageIsServedWithItsPolicy() {
        HttpClientResponse page = get("/", null);
        assertThat(page.statusCode()).isEqualTo(200);
        MultiMap headers = page.headers();
        assertThat(headers.get("Content-Type")).startsWith("text/html");
        assertThat(headers.get("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.get("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(headers.get("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(get("/app.js", null).getHeader("Content-Type")).startsWith("text/javascript");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (String path :
                new String[] {"/nothing", "/nothing.js", "/../logback.xml", "/%2e%2e/logback.xml", "/web/", "/.git"}) {
            assertThat(get(path, null).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void aRequestThatMakesNoSenseIsRefusedInWords() {
        for (String path : new String[] {"/ws", "/%zz", "/?a=%zz", "/api/online?a=%", "/media/x?a=%zz"}) {
            HttpClientResponse answer = get(path, null);
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(body(answer).getString("code")).as(path).isEqualTo("invalid-frame");
        }
        for (String path : new String[] {"/socket.io/?sid=%zz", "/socket.io/?EIO=4&transport=polling&sid=%"}) {
            assertThat(get(path, null).statusCode()).as(path).isEqualTo(400);
        }
    }

    @Test
    void guestsAndTheOnlineCountAreThereOverHttp() {
        HttpClientResponse online = get("/api/online", null);
        assertThat(online.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(body(online).getLong("count")).isNotNegative();
        JsonObject guest = body(post("{\"name\":\"Ada\"}", 201));
        try (Client client = gateway.client()) {
            assertThat(client.hello(new JsonObject().put("token", guest.getString("token")))
                            .getString("userId"))
                    .isEqualTo(guest.getString("userId"));
        }
        assertThat(body(post("", 201)).getString("token")).isNotEmpty();
        assertThat(body(post("{\"resume\":5,\"token\":6}", 201)).getString("token"))
                .isNotEmpty();
        assertThat(body(post("[]", 400)).getString("code")).isEqualTo("invalid-frame");
        assertThat(body(post("{\"name\":7}", 400)).getString("field")).isEqualTo("name");
        assertThat(body(post("{\"name\":\"" + "x".repeat(70_000) + "\"}", 413)).getString("code"))
                .isEqualTo("too-large");
    }

    private HttpClientResponse post(String body, int status) {
        HttpClientResponse response = GatewayUnderTest.wait(gateway.onLoop(() -> gateway.httpClient()
                .request(HttpMethod.POST, gateway.port(), "127.0.0.1", "/api/guest")
                .compose(request -> request.send(body))
                .compose(answer -> answer.body().map(answer))));
        assertThat(response.statusCode()).isEqualTo(status);
        return response;
    }

    private static JsonObject body(HttpClientResponse response) {
        return new JsonObject(GatewayUnderTest.wait(response.body()));
    }

    private HttpClientResponse get(String path, @org.jspecify.annotations.Nullable String origin) {
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(gateway.port())
                .setURI(path);
        if (origin != null) {
            options.putHeader("Origin", origin);
        }
        return GatewayUnderTest.wait(gateway.onLoop(() -> gateway.httpClient()
                .request(options)
                .compose(request -> request.send())
                .compose(answer -> answer.body().map(answer))));
    }
}
