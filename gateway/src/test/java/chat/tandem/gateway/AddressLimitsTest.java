package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits by address, by clients at addresses of this machine: 127.0.0.0/8 is all loopback. */
@ExtendWith(Stores.class)
class AddressLimitsTest {
    private static final String ONE = "127.0.0.11";
    private static final String NEIGHBOUR = "127.0.0.12";
    private static final String ELSEWHERE = "127.0.9.1";
    private static final String POLLING = "/socket.io/?EIO=4&transport=polling";

    private final List<AutoCloseable> opened = new ArrayList<>();

    private GatewayUnderTest gateway(RedisStore redis, String... settings) {
        Map<String, String> values = new HashMap<>(Map.of("TANDEM_LIMIT_EXEMPT", "192.0.2.0/24"));
        for (int index = 0; index < settings.length; index += 2) {
            values.put(settings[index], settings[index + 1]);
        }
        return opened(GatewayUnderTest.start(redis.url(), values));
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private RawHttp connect(String from, GatewayUnderTest gateway) {
        return opened(RawHttp.connect(from, gateway.port()));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    private static String upgrade(String path) {
        return RawHttp.head("GET", path, RawHttp.UPGRADE);
    }

    /** Opens a session over this transport, on a connection of its own. */
    private RawHttp.Answer open(String transport, String from, GatewayUnderTest gateway) {
        RawHttp http = connect(from, gateway);
        return switch (transport) {
            case "/ws" -> http.send(upgrade("/ws")).answer();
            case "/socket.io/ websocket" ->
                http.send(upgrade("/socket.io/?EIO=4&transport=websocket")).answer();
            case "/socket.io/ polling" -> http.get(POLLING);
            default -> http.get("/sse");
        };
    }

    private static void assertLimited(RawHttp.Answer answer) {
        assertThat(answer.status()).isEqualTo(429);
        JsonObject error = answer.json();
        assertThat(error.getString("code")).isEqualTo("rate-limited");
        assertThat(error.getLong("retryAfterMs")).isPositive();
        assertThat(answer.headers()).containsEntry("retry-after", seconds(error.getLong("retryAfterMs")));
    }

    private static String seconds(long millis) {
        return String.valueOf((millis + 999) / 1000);
    }

    private static String sid(RawHttp.Answer opened) {
        return new JsonObject(opened.body().substring(1)).getString("sid");
    }

    // ---- handshakes

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/socket.io/ websocket", "/socket.io/ polling", "/sse"})
    void handshakesBeyondTheLimitAreRefusedAndOnesNeighbourNoticesNothing(String transport, RedisStore redis) {
        GatewayUnderTest gateway = gateway(redis, "TANDEM_LIMIT_HANDSHAKES", "1/h burst 2");
        assertThat(open(transport, ONE, gateway).status()).isIn(101, 200);
        assertThat(open(transport, ONE, gateway).status()).isIn(101, 200);
        assertLimited(open(transport, ONE, gateway));
        assertThat(open(transport, NEIGHBOUR, gateway).status()).isIn(101, 200);
    }

    @Test
    void theLimitOnHandshakesIsOneForAllTransportsAndLoops(RedisStore redis) {
        GatewayUnderTest gateway =
                gateway(redis, "TANDEM_LIMIT_HANDSHAKES", "1/h burst 4", "TANDEM_GATEWAY_LOOPS", "2");
        List.of("/ws", "/socket.io/ websocket", "/socket.io/ polling", "/sse")
                .forEach(transport -> open(transport, ONE, gateway));
        assertLimited(open("/ws", ONE, gateway));
        assertLimited(open("/ws", ONE, gateway));
    }

    @Test
    void anUpgradeIsNoSecondHandshakeAndAPollNone(RedisStore redis) {
        GatewayUnderTest gateway =
                gateway(redis, "TANDEM_LIMIT_HANDSHAKES", "1/h burst 1", "TANDEM_LIMIT_REQUESTS", "1/h burst 1");
        RawHttp http = connect(ONE, gateway);
        String session = POLLING + "&sid=" + sid(http.get(POLLING));
        assertThat(http.post(session, "40").status()).isEqualTo(200);
        assertThat(http.get(session).status()).isEqualTo(200);
        assertThat(connect(ONE, gateway)
                        .send(upgrade(session.replace("polling", "websocket")))
                        .answer()
                        .status())
                .isEqualTo(101);
    }

    // ---- connections

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/socket.io/ websocket", "/socket.io/ polling", "/sse"})
    void sessionsBeyondTheLimitAreRefusedUntilOneEnds(String transport, RedisStore redis) {
        GatewayUnderTest gateway = gateway(
                redis, "TANDEM_LIMIT_CONNECTIONS", "3", "TANDEM_GATEWAY_LOOPS", "2", "TANDEM_HEARTBEAT", "500ms");
        RawHttp first = connect(ONE, gateway);
        RawHttp.Answer session = switch (transport) {
            case "/ws" -> first.send(upgrade("/ws")).answer();
            case "/socket.io/ websocket" ->
                first.send(upgrade("/socket.io/?EIO=4&transport=websocket")).answer();
            case "/socket.io/ polling" -> first.get(POLLING);
            default -> first.get("/sse");
        };
        open(transport, ONE, gateway);
        open(transport, ONE, gateway);
        assertLimited(open("/ws", ONE, gateway));
        assertThat(open(transport, NEIGHBOUR, gateway).status()).isIn(101, 200);
        if (transport.endsWith("polling")) {
            assertThat(first.post(POLLING + "&sid=" + sid(session), "1").status())
                    .isEqualTo(200); // closes it
        } else {
            first.close();
        }
        await().untilAsserted(
                        () -> assertThat(open("/ws", ONE, gateway).status()).isEqualTo(101));
    }

    @Test
    void anUpgradedSessionCountsOnce(RedisStore redis) {
        GatewayUnderTest gateway = gateway(redis, "TANDEM_LIMIT_CONNECTIONS", "2");
        RawHttp http = connect(ONE, gateway);
        String session = POLLING + "&sid=" + sid(http.get(POLLING));
        connect(ONE, gateway)
                .send(upgrade(session.replace("polling", "websocket")))
                .answer();
        assertThat(open("/ws", ONE, gateway).status()).isEqualTo(101);
        assertLimited(open("/ws", ONE, gateway));
    }

    @Test
    void aHandshakeThatFailsLeavesNothingBehind(RedisStore redis) {
        GatewayUnderTest gateway = gateway(redis, "TANDEM_LIMIT_CONNECTIONS", "1");
        RawHttp http = connect(ONE, gateway);
        assertThat(http.get("/ws").status()).isEqualTo(400);
        assertThat(http.get("/socket.io/?EIO=3&transport=polling").status()).isEqualTo(400);
        assertThat(http.get("/sse", "Authorization: Bearer none").status()).isEqualTo(401);
        assertThat(http.send(upgrade("/ws")).answer().status()).isEqualTo(101);
    }

    @Test
    void plainConnectionsCountApartAndThoseInExcessAreToldAndClosed(RedisStore redis) {
        GatewayUnderTest gateway = gateway(redis, "TANDEM_LIMIT_CONNECTIONS", "2", "TANDEM_GATEWAY_LOOPS", "2");
        open("/ws", ONE, gateway);
        open("/sse", ONE, gateway);
        RawHttp kept = connect(ONE, gateway);
        assertThat(kept.get("/api/online").status()).isEqualTo(200);
        assertThat(connect(ONE, gateway).get("/api/online").status()).isEqualTo(200);
        RawHttp third = connect(ONE, gateway);
        assertLimited(third.get("/api/online"));
        assertThat(third.isClosedUnheard()).isTrue();
        assertThat(kept.get("/api/online").status()).isEqualTo(200);
        assertThat(connect(NEIGHBOUR, gateway).get("/api/online").status()).isEqualTo(200);
    }

    @Test
    void farBeyondTheLimitPlainConnectionsAreClosedAtOnce(RedisStore redis) {
        GatewayUnderTest gateway = gateway(redis, "TANDEM_LIMIT_CONNECTIONS", "1");
        connect(ONE, gateway).get("/api/online");
        connect(ONE, gateway);
        assertThat(connect(ONE, gateway).isClosedUnheard()).isTrue();
    }

    @Test
    void aSessionMayBeginWhereThereAreTooManyPlainConnections(RedisStore redis) {
        GatewayUnderTest gateway = gateway(redis, "TANDEM_LIMIT_CONNECTIONS", "1");
        connect(ONE, gateway).get("/api/online");
        assertThat(open("/ws", ONE, gateway).status()).isEqualTo(101);
    }

    // ---- requests

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/online",
                "/api/me/export",
                "/media/x",
                "/nothing",
                "/socket.io/?EIO=4&transport=polling&sid=none"
            })
    void requestsBeyondTheLimitAreRefused(String path, RedisStore redis) {
        GatewayUnderTest gateway = gateway(redis, "TANDEM_LIMIT_REQUESTS", "1/h burst 2");
        RawHttp http = connect(ONE, gateway);
        assertThat(http.get(path).status()).isNotEqualTo(429);
        assertThat(http.get(path).status()).isNotEqualTo(429);
        assertLimited(http.get(path));
        assertLimited(http.post("/commands", "{}", "Tandem-Connection: none", "Content-Type: application/json"));
        assertThat(RawHttp.get(NEIGHBOUR, gateway.port(), path).status()).isNotEqualTo(429);
        assertThat(open("/ws", ONE, gateway).status()).isEqualTo(101);
    }

    @Test
    void aRefusedOriginAndAMalformedPathCountToo(RedisStore redis) {
        GatewayUnderTest gateway = gateway(redis, "TANDEM_LIMIT_REQUESTS", "1/h burst 2");
        RawHttp http = connect(ONE, gateway);
        assertThat(http.get("/api/online", "Origin: https://other.example").status())
                .isEqualTo(403);
        assertThat(http.get("/%zz").status()).isEqualTo(400);
        assertLimited(http.get("/api/online"));
    }

    @Test
    void aSessionAtAnotherGatewayIsKnownByItsAnswer(RedisStore redis) {
        GatewayUnderTest home = gateway(redis);
        GatewayUnderTest other = gateway(redis, "TANDEM_LIMIT_REQUESTS", "1/h burst 2");
        String session = POLLING + "&sid=" + sid(connect(ONE, home).get(POLLING));
        RawHttp http = connect(ONE, other);
        for (int post = 0; post < 5; post++) {
            assertThat(http.post(session, "40").status()).isEqualTo(200);
        }
        assertThat(http.get("/api/online").status()).isEqualTo(200);
    }

    // ---- guests

    private static JsonObject hello(GatewayUnderTest gateway) {
        try (Client client = gateway.client()) {
            return client.ack(client.send("hello", new JsonObject()));
        }
    }

    @Test
    void guestsAreCountedByNetworkHoweverTheyAreMadeAndAtEveryGateway(RedisStore redis) {
        GatewayUnderTest gateway = gateway(redis, "TANDEM_LIMIT_GUESTS", "1/h burst 3");
        GatewayUnderTest other = gateway(redis, "TANDEM_LIMIT_GUESTS", "1/h burst 3");
        assertThat(connect(ONE, gateway).post("/api/guest", "").status()).isEqualTo(201);
        assertThat(open("/sse", NEIGHBOUR, gateway).status()).isEqualTo(200);
        assertThat(connect(ONE, other).post("/api/guest", "").status()).isEqualTo(201);

        assertLimited(connect(NEIGHBOUR, other).post("/api/guest", ""));
        assertLimited(connect(ONE, gateway).post("/api/guest", ""));
        assertLimited(open("/sse", ONE, other));
        JsonObject refusal = hello(other).getJsonObject("error"); // From 127.0.0.1, which is in the same network.
        assertThat(refusal.getString("code")).isEqualTo("rate-limited");
        assertThat(refusal.getLong("retryAfterMs")).isPositive();
        RawHttp polling = connect(ONE, other);
        String session = POLLING + "&sid=" + sid(polling.get(POLLING));
        assertThat(polling.post(session, "40").status()).isEqualTo(200);
        assertThat(polling.get(session).body()).startsWith("44").contains("rate-limited");

        assertThat(connect(ELSEWHERE, other).post("/api/guest", "").status()).isEqualTo(201);
    }

    @Test
    void whereRedisIsAwayEachGatewayCountsGuestsByItself() {
        try (RedisProcess redis = RedisProcess.start(false);
                GatewayUnderTest gateway = GatewayUnderTest.start(
                        redis.url(),
                        Map.of("TANDEM_LIMIT_GUESTS", "1/h burst 2", "TANDEM_LIMIT_EXEMPT", "192.0.2.0/24"))) {
            redis.freeze();
            assertThat(connect(ONE, gateway).post("/api/guest", "").status()).isEqualTo(201);
            assertThat(connect(ONE, gateway).post("/api/guest", "").status()).isEqualTo(201);
            assertLimited(connect(ONE, gateway).post("/api/guest", ""));
            redis.thaw();
        }
    }

    @Test
    void somebodyWithATokenIsNoNewGuest(RedisStore redis) {
        GatewayUnderTest gateway = gateway(redis, "TANDEM_LIMIT_GUESTS", "1/h burst 1");
        String token = connect(ONE, gateway).post("/api/guest", "").json().getString("token");
        assertThat(connect(ONE, gateway)
                        .get("/sse", "Authorization: Bearer " + token)
                        .status())
                .isEqualTo(200);
    }

    // ---- exempt, off

    @Test
    void exemptAddressesHaveNoneOfTheseLimits(RedisStore redis) {
        GatewayUnderTest gateway = gateway(
                redis,
                "TANDEM_LIMIT_EXEMPT",
                "127.0.0.11,127.0.9.0/24",
                "TANDEM_LIMIT_HANDSHAKES",
                "1/h burst 1",
                "TANDEM_LIMIT_CONNECTIONS",
                "1",
                "TANDEM_LIMIT_REQUESTS",
                "1/h burst 1",
                "TANDEM_LIMIT_GUESTS",
                "1/h burst 1");
        for (int time = 0; time < 3; time++) {
            assertThat(open("/ws", ONE, gateway).status()).isEqualTo(101);
            assertThat(connect(ELSEWHERE, gateway).post("/api/guest", "").status())
                    .isEqualTo(201);
        }
    }
}
