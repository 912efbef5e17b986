package chat.tandem.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.socketio.RawWebSocket;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON that is deep, wide, doubled or escaped, and frames of nothing: each gets its answer, or its connection ends. */
@ExtendWith(Stores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddJsonTest {
    private @Nullable GatewayUnderTest gateway;

    @BeforeAll
    void start(RedisStore redis) {
        gateway = GatewayUnderTest.start(redis.url());
    }

    @AfterAll
    void stop() {
        requireNonNull(gateway).close();
    }

    private static String wide() {
        return IntStream.range(0, 5_000).mapToObj(i -> "\"" + i + "\":" + i).collect(Collectors.joining(",", "{", "}"));
    }

    private static String deep(int levels) {
        return "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
    }

    private static String ping(String data) {
        return "{\"event\":\"ping\",\"id\":1,\"data\":" + data + "}";
    }

    @Test
    void whatIsOddButJsonIsTaken() {
        for (String frame : new String[] {
            ping(wide()), "{\"\\u0065vent\":\"\\u0070ing\",\"id\":1}", ping("{\"\\u0000\":\"\\ud83d\\ude00\"}")
        }) {
            try (Client client = requireNonNull(gateway).client()) {
                client.hello();
                client.write(frame.replace("\"id\":1", "\"id\":77"));
                assertThat(client.ack(77).containsKey("data")).as(frame).isTrue();
            }
        }
    }

    static Stream<String> noFrames() {
        return Stream.of(
                "",
                " ",
                "{",
                "{\"event\":\"ping\",\"data\":" + deep(10_000) + "}",
                "[".repeat(60_000),
                "{\"event\":\"ping\",\"event\":\"ping\"}",
                "{\"event\":\"ping\",\"\\u0065vent\":\"ping\"}",
                "{\"event\":\"ping\"}{\"event\":\"ping\"}",
                "{\"event\":\"\\ud800\"");
    }

    @ParameterizedTest
    @MethodSource("noFrames")
    void whatIsNoFrameIsAnsweredSoAndTheConnectionGoesOn(String text) {
        try (Client client = requireNonNull(gateway).client()) {
            client.hello();
            client.write(text);
            assertThat(client.event("error").getString("code")).isEqualTo("invalid-frame");
            assertThat(client.ask("ping", new JsonObject()).containsKey("data")).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("noFrames")
    void overSocketIoWhatIsNoPacketEndsTheConnection(String text) {
        try (RawWebSocket client =
                RawWebSocket.connected(requireNonNull(gateway).port())) {
            assertThat(client.text()).startsWith("42[\"session\"");
            client.send("42" + text);
            assertThat(client.closeCode()).isGreaterThanOrEqualTo(1_000);
        }
        try (Client neighbour = requireNonNull(gateway).client()) {
            assertThat(neighbour.hello().getString("userId")).isNotEmpty();
        }
    }
}
