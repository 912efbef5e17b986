package chat.tandem.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers who flood a gateway with what is no command. */
@ExtendWith(Stores.class)
class ControlFramesTest {
    private static final String WS = "/ws";
    private static final String SOCKET_IO = "/socket.io/?EIO=4&transport=websocket";
    private static final String COMMANDS = "30/s burst 120";
    private static final String LONGEST = "x".repeat(115);

    private @Nullable GatewayUnderTest gateway;

    private WireSocket connect(RedisStore redis, String path, String commands) {
        gateway = GatewayUnderTest.start(redis.url(), Map.of("TANDEM_LIMIT_COMMANDS", commands));
        return new WireSocket(gateway.port(), path);
    }

    @AfterEach
    void stop() {
        requireNonNull(gateway).close();
    }

    private void assertServed() {
        try (Client neighbour = requireNonNull(gateway).client()) {
            assertThat(neighbour.hello().getString("userId")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {WS, SOCKET_IO})
    void aPingIsAnsweredBeforeAnybodySaidHello(String path, RedisStore redis) {
        try (WireSocket client = connect(redis, path, COMMANDS)) {
            client.send(WireSocket.PING, true, "here?");
            assertThat(client.next(WireSocket.PONG).text()).isEqualTo("here?");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {WS, SOCKET_IO})
    void pingsOfAClientWhoDoesNotReadDoNotPileUp(String path, RedisStore redis) {
        int pings = 300_000; // 36 MB of pongs: more than the kernel's buffers hold.
        try (WireSocket client = connect(redis, path, "off")) {
            for (int i = 0; i < 300; i++) {
                client.send(WireSocket.PING, true, LONGEST, pings / 300);
            }
            client.send(WireSocket.PING, true, "the last");
            int pongs = 1;
            while (!client.next(WireSocket.PONG).text().equals("the last")) {
                pongs++;
            }
            assertThat(pongs).isLessThan(pings / 2);
            assertServed();
        }
    }

    @Test
    void whoGoesOnPingingIsClosedAsFlooding(RedisStore redis) {
        try (WireSocket client = connect(redis, WS, COMMANDS)) {
            client.send(WireSocket.PING, true, "", 10_000);
            assertThat(client.next(WireSocket.CLOSE).closeCode()).isEqualTo(4005);
            assertServed();
        }
    }

    @ParameterizedTest
    @CsvSource({"10, ''", "0, ''", "0, x"}) // Pongs, empty fragments, fragments of one byte.
    void soIsWhoGoesOnWithPongsOrFragments(int opcode, String payload, RedisStore redis) {
        try (WireSocket client = connect(redis, WS, COMMANDS)) {
            if (opcode == WireSocket.CONTINUATION) {
                client.send(WireSocket.TEXT, false, payload);
            }
            client.send(opcode, opcode != WireSocket.CONTINUATION, payload, 10_000);
            assertThat(client.next(WireSocket.CLOSE).closeCode()).isEqualTo(4005);
            assertServed();
        }
    }

    @ParameterizedTest
    @CsvSource({"9, true, ''", "10, true, ''", "1, true, 6", "1, true, 3", "1, true, '40/nowhere,'", "0, false, ''"})
    void overSocketIoTheConnectionEnds(int opcode, boolean last, String payload, RedisStore redis) {
        try (WireSocket client = connect(redis, SOCKET_IO, COMMANDS)) {
            if (opcode == WireSocket.CONTINUATION) {
                client.send(WireSocket.TEXT, false, payload);
            }
            client.send(opcode, last, payload, 10_000);
            client.readToTheEnd();
            assertServed();
        }
    }

    @ParameterizedTest
    @CsvSource({"9, ''", "1, 6", "1, '431[]'"})
    void afterHelloItEndsAsWell(int opcode, String payload, RedisStore redis) {
        try (WireSocket client = connect(redis, SOCKET_IO, COMMANDS)) {
            client.send(WireSocket.TEXT, true, "40");
            assertThat(client.next(WireSocket.TEXT).text()).startsWith("0{");
            assertThat(client.next(WireSocket.TEXT).text()).startsWith("40{");
            client.send(opcode, true, payload, 10_000);
            client.readToTheEnd();
            assertServed();
        }
    }

    @Test
    void pingsDoNotPutOffTheDeadlineOfHello(RedisStore redis) {
        gateway = GatewayUnderTest.start(redis.url(), Map.of("TANDEM_HELLO_DEADLINE", "1s"));
        try (WireSocket client = new WireSocket(gateway.port(), WS)) {
            WireSocket.Frame frame;
            do {
                client.send(WireSocket.PING, true, "");
                frame = client.next();
            } while (frame.opcode() == WireSocket.PONG);
            assertThat(frame.closeCode()).isEqualTo(4502);
        }
    }

    @Test
    void commandsAndControlFramesShareTheLimit(RedisStore redis) {
        gateway = GatewayUnderTest.start(redis.url(), Map.of("TANDEM_LIMIT_COMMANDS", "1/h burst 10"));
        try (WireSocket client = new WireSocket(gateway.port(), WS)) {
            client.send(WireSocket.PING, true, "", 10);
            client.send(WireSocket.TEXT, true, "{\"event\":\"ping\",\"id\":1}");
            JsonObject answer = new JsonObject(client.next(WireSocket.TEXT).text());
            assertThat(answer.getJsonObject("error").getString("code")).isEqualTo("rate-limited");
        }
    }
}
