package chat.tandem.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.socketio.Http;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients over Socket.IO that never ask to be let in, and requests that reach another gateway than their session's. */
@ExtendWith(Stores.class)
class StrangersTest {
    private static final String HANDSHAKE = "EIO=4&transport=polling";

    /** 64 MiB at 32 KiB each. */
    private static final int MOST = 2_048;

    private static final String LONG = "x".repeat(60_000);

    private @Nullable GatewayUnderTest home;
    private @Nullable GatewayUnderTest other;

    @BeforeEach
    void start(RedisStore redis) {
        Map<String, String> settings = Map.of(
                "TANDEM_LIMIT_COMMANDS", "30/s burst 120",
                "TANDEM_HELLO_DEADLINE", "60s",
                "TANDEM_LIMIT_EXEMPT", "127.0.0.0/8");
        home = GatewayUnderTest.start(redis.url(), settings);
        other = GatewayUnderTest.start(redis.url(), settings);
    }

    @AfterEach
    void stop() {
        requireNonNull(other).close();
        requireNonNull(home).close();
    }

    private static Http http(@Nullable GatewayUnderTest gateway) {
        return new Http(requireNonNull(gateway).port(), "/socket.io/");
    }

    @Test
    void sessionsThatNobodyAsksForAreBoundedAndTheOldestMakesRoom() {
        Http http = http(home);
        String first = http.open();
        IntStream.range(1, MOST)
                .forEach(i ->
                        assertThat(http.send("GET", HANDSHAKE, "").statusCode()).isIn(200, 503));
        assertThat(http.post(first, "5").statusCode())
                .as("the oldest may be young")
                .isIn(200, 400);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(http.send("GET", HANDSHAKE, "").statusCode()).isEqualTo(200);
            assertThat(http.post(first, "5").statusCode()).isEqualTo(400);
        });
        try (Client neighbour = requireNonNull(home).client()) {
            assertThat(neighbour.hello().getString("userId")).isNotEmpty();
        }
    }

    @Test
    void beforeAConnectAMessageIsShort() {
        Http http = http(home);
        String sid = http.open();
        assertThat(http.post(sid, "4" + LONG).statusCode()).isEqualTo(413);
        assertThat(http.post(sid, "40").statusCode()).isEqualTo(200);
        assertThat(http.get(sid).body()).startsWith("40{");
        assertThat(http.post(sid, "42[\"ping\",{\"more\":\"" + LONG + "\"}]").statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatMeansNothingGoesToNoOtherGateway(RedisStore redis) {
        String sid = http(home).open();
        String body = "6" + "\u0001".repeat(60_000) + "\u001e6";
        long before = input(redis);
        for (int i = 0; i < 100; i++) {
            assertThat(http(other).post(sid, body).statusCode()).isEqualTo(200);
        }
        assertThat(input(redis) - before).isLessThan(200_000);
    }

    @Test
    void aBodyForNobodyIsNotCarriedThroughRedis(RedisStore redis) {
        long before = input(redis);
        for (int i = 0; i < 50; i++) {
            assertThat(http(other).post("nobody" + i, "4" + LONG).statusCode()).isEqualTo(400);
        }
        assertThat(input(redis) - before).isLessThan(200_000);
    }

    @Test
    void bodiesForAnotherGatewayAreLimitedWhereTheyArriveAndTravelAsTheyAre(RedisStore redis) {
        String sid = http(home).open();
        http(home).post(sid, "40");
        assertThat(http(home).get(sid).body()).startsWith("40{");
        // Quoted once more, as within JSON, it would be twice as long.
        String event = "42[\"ping\",{\"more\":\"" + "\\\"".repeat(30_000) + "\"}]";
        long before = input(redis);
        int taken = 0;
        HttpResponse<String> answer = http(other).post(sid, event);
        while (answer.statusCode() == 200) {
            taken++;
            answer = http(other).post(sid, event);
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(taken).isGreaterThan(10);
        assertThat(input(redis) - before).isLessThan((taken + 4L) * event.length() + 200_000);
    }

    @Test
    void bodiesThatDoNotEndShareTheMemory() throws IOException {
        byte[] begun = ("POST /api/guest HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60001\r\n\r\n" + LONG)
                .getBytes(StandardCharsets.US_ASCII);
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) { // 17 MiB, of which each has 2 KiB for nothing.
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), requireNonNull(home).port());
                sockets.add(socket);
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(begun);
            }
            await().until(() -> answered(sockets).isPresent());
            BufferedReader answer = new BufferedReader(
                    new InputStreamReader(answered(sockets).orElseThrow().getInputStream(), StandardCharsets.US_ASCII));
            assertThat(answer.readLine()).isEqualTo("HTTP/1.1 503 Service Unavailable");
            Http http = new Http(requireNonNull(home).port(), "/api/guest");
            assertThat(http.send("POST", "", "{\"name\":\"Ada\"}", "Content-Type", "application/json")
                            .statusCode())
                    .isEqualTo(201);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static Optional<Socket> answered(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            if (socket.getInputStream().available() > 0) {
                return Optional.of(socket);
            }
        }
        return Optional.empty();
    }

    private static long input(RedisStore redis) {
        String line = redis.command("INFO", "stats")
                .lines()
                .filter(each -> each.startsWith("total_net_input_bytes:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
    }
}
