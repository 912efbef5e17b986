package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose address counts behind proxies; each client may send one request, which tells one client from another. */
@ExtendWith(Stores.class)
class ProxiesTest {
    private static final String PROXY = "127.0.0.50";
    private static final String STRANGER = "127.0.0.11";
    private static final byte[] SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};

    private @Nullable GatewayUnderTest gateway;

    private int start(RedisStore redis, String... settings) {
        Map<String, String> values = new HashMap<>(Map.of(
                "TANDEM_TRUSTED_PROXIES", PROXY,
                "TANDEM_LIMIT_EXEMPT", "192.0.2.0/24",
                "TANDEM_LIMIT_REQUESTS", "1/h burst 1"));
        for (int index = 0; index < settings.length; index += 2) {
            values.put(settings[index], settings[index + 1]);
        }
        gateway = GatewayUnderTest.start(redis.url(), values);
        return gateway.port();
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private static int forwarded(String from, int port, String... lines) {
        String[] headers = new String[lines.length];
        for (int line = 0; line < lines.length; line++) {
            headers[line] = "X-Forwarded-For: " + lines[line];
        }
        return RawHttp.get(from, port, "/api/online", headers).status();
    }

    // ---- X-Forwarded-For

    @Test
    void behindATrustedProxyEachClientIsItself(RedisStore redis) {
        int port = start(redis);
        assertThat(forwarded(PROXY, port, "203.0.113.7")).isEqualTo(200);
        assertThat(forwarded(PROXY, port, "203.0.113.8")).isEqualTo(200);
        assertThat(forwarded(PROXY, port, "203.0.113.7")).isEqualTo(429);
        assertThat(forwarded(PROXY, port, "203.0.113.9, 203.0.113.7:4711")).isEqualTo(429);
        assertThat(forwarded(PROXY, port, "203.0.113.9", "::ffff:203.0.113.7")).isEqualTo(429);
        assertThat(forwarded(PROXY, port, "2001:db8:0:1::7")).isEqualTo(200);
        assertThat(forwarded(PROXY, port, "[2001:db8:0:1::8]:443")).isEqualTo(429);
        assertThat(forwarded(PROXY, port, "2001:db8:0:2::7")).isEqualTo(200);
    }

    @Test
    void oneConnectionOfAProxyCarriesRequestsOfMany(RedisStore redis) {
        int port = start(redis);
        try (RawHttp http = RawHttp.connect(PROXY, port)) {
            for (int client = 1; client <= 5; client++) {
                String name = "X-Forwarded-For: 203.0.113." + client;
                assertThat(http.get("/api/online", name).status()).isEqualTo(200);
                assertThat(http.get("/api/online", name).status()).isEqualTo(429);
            }
        }
    }

    @Test
    void nobodyElsesHeaderCountsAndThatIsCounted(RedisStore redis) {
        int port = start(redis);
        assertThat(forwarded(STRANGER, port, "203.0.113.7")).isEqualTo(200);
        assertThat(forwarded(STRANGER, port, "203.0.113.8")).isEqualTo(429);
        assertThat(gatewayUnderTest().metric("tandem_forwarded_ignored_total")).isEqualTo(2);
    }

    private GatewayUnderTest gatewayUnderTest() {
        return Objects.requireNonNull(gateway);
    }

    @Test
    void anEntryThatIsNoAddressLeavesTheProxysOwn(RedisStore redis) {
        int port = start(redis);
        assertThat(forwarded(PROXY, port, "203.0.113.7, unknown")).isEqualTo(200);
        assertThat(forwarded(PROXY, port, "unknown")).isEqualTo(429);
    }

    @Test
    void aTrustedProxysConnectionsAreNotCounted(RedisStore redis) {
        int port = start(redis, "TANDEM_LIMIT_CONNECTIONS", "1");
        try (RawHttp first = RawHttp.connect(PROXY, port);
                RawHttp second = RawHttp.connect(PROXY, port);
                RawHttp third = RawHttp.connect(PROXY, port)) {
            assertThat(first.get("/api/online", "X-Forwarded-For: 203.0.113.1").status())
                    .isEqualTo(200);
            assertThat(second.get("/api/online", "X-Forwarded-For: 203.0.113.2").status())
                    .isEqualTo(200);
            assertThat(third.get("/api/online", "X-Forwarded-For: 203.0.113.3").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void sessionsBehindAProxyCountTowardsTheirClients(RedisStore redis) {
        int port = start(redis, "TANDEM_LIMIT_CONNECTIONS", "1");
        String upgrade = RawHttp.head("GET", "/ws", RawHttp.UPGRADE, "X-Forwarded-For: 203.0.113.1");
        try (RawHttp first = RawHttp.connect(PROXY, port);
                RawHttp again = RawHttp.connect(PROXY, port);
                RawHttp other = RawHttp.connect(PROXY, port)) {
            assertThat(first.send(upgrade).answer().status()).isEqualTo(101);
            assertThat(again.send(upgrade).answer().status()).isEqualTo(429);
            assertThat(other.send(upgrade.replace("203.0.113.1", "203.0.113.2"))
                            .answer()
                            .status())
                    .isEqualTo(101);
        }
    }

    @Test
    void guestsOfTwoNetworksBehindAProxyAreTwo(RedisStore redis) {
        int port = start(redis, "TANDEM_LIMIT_GUESTS", "1/h burst 1", "TANDEM_LIMIT_REQUESTS", "off");
        try (RawHttp http = RawHttp.connect(PROXY, port)) {
            assertThat(http.post("/api/guest", "", "X-Forwarded-For: 203.0.113.1")
                            .status())
                    .isEqualTo(201);
            assertThat(http.post("/api/guest", "", "X-Forwarded-For: 203.0.113.200")
                            .status())
                    .isEqualTo(429);
            assertThat(http.post("/api/guest", "", "X-Forwarded-For: 198.51.100.1")
                            .status())
                    .isEqualTo(201);
            String session = "/socket.io/?EIO=4&transport=polling";
            String opened = http.get(session, "X-Forwarded-For: 198.51.100.2").body();
            session += "&sid=" + new JsonObject(opened.substring(1)).getString("sid");
            assertThat(http.post(session, "40", "X-Forwarded-For: 192.168.0.1").status())
                    .isEqualTo(200);
            assertThat(http.get(session).body()).startsWith("44").contains("rate-limited");
        }
    }

    @Test
    void anIdleConnectionOfAProxyIsClosedWhenTheSettingSays(RedisStore redis) {
        int port = start(redis, "TANDEM_IDLE_TIMEOUT", "1s");
        try (RawHttp http = RawHttp.connect(PROXY, port)) {
            assertThat(http.get("/api/online").status()).isEqualTo(200);
            assertThat(http.isClosedUnheard()).isTrue();
        }
    }

    // ---- the PROXY protocol

    private static String version1(String client) {
        return "PROXY TCP4 " + client + " 127.0.0.1 4711 80\r\n";
    }

    private static byte[] version2(int command, byte[] client) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(SIGNATURE);
        int addresses = client.length * 2 + 4;
        header.write(0x20 | command);
        header.write(client.length == 4 ? 0x11 : 0x21);
        header.writeBytes(ByteBuffer.allocate(2).putShort((short) addresses).array());
        header.writeBytes(client);
        header.writeBytes(new byte[client.length]);
        header.writeBytes(new byte[] {0x12, 0x34, 0, 80});
        return header.toByteArray();
    }

    private static int through(int port, byte[] header, String... headers) {
        try (RawHttp http = RawHttp.connect(PROXY, port)) {
            return http.send(header).get("/api/online", headers).status();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aHeaderOfEitherVersionNamesTheClient(RedisStore redis) {
        int port = start(redis, "TANDEM_PROXY_PROTOCOL", "true");
        assertThat(through(port, bytes(version1("203.0.113.7")))).isEqualTo(200);
        assertThat(through(port, version2(1, new byte[] {(byte) 203, 0, 113, 7})))
                .isEqualTo(429);
        assertThat(through(port, version2(1, new byte[] {(byte) 203, 0, 113, 8})))
                .isEqualTo(200);
        byte[] v6 = new byte[16];
        v6[0] = 0x20;
        v6[15] = 1;
        assertThat(through(port, version2(1, v6))).isEqualTo(200);
        v6[15] = 2;
        assertThat(through(port, version2(1, v6))).isEqualTo(429);
    }

    @Test
    void aHeaderOfTheProxyItselfNamesTheProxy(RedisStore redis) {
        int port = start(redis, "TANDEM_PROXY_PROTOCOL", "true");
        assertThat(through(port, version2(0, new byte[] {(byte) 203, 0, 113, 7})))
                .isEqualTo(200);
        assertThat(through(port, bytes("PROXY UNKNOWN\r\n"))).isEqualTo(429);
    }

    @Test
    void theAddressThatTheHeaderNamesMayBeATrustedProxyWithItsOwnHeader(RedisStore redis) {
        int port = start(redis, "TANDEM_PROXY_PROTOCOL", "true", "TANDEM_TRUSTED_PROXIES", PROXY + ",10.0.0.0/8");
        assertThat(through(port, bytes(version1("10.0.0.1")), "X-Forwarded-For: 203.0.113.7"))
                .isEqualTo(200);
        assertThat(through(port, bytes(version1("203.0.113.7")))).isEqualTo(429);
        assertThat(through(port, bytes(version1("203.0.113.7")), "X-Forwarded-For: 203.0.113.8"))
                .isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY TCP4 203.0.113.7 127.0.0.1 4711 80\r\n", ""})
    void nobodyElseMayConnect(String header, RedisStore redis) {
        int port = start(redis, "TANDEM_PROXY_PROTOCOL", "true");
        try (RawHttp http = RawHttp.connect(STRANGER, port)) {
            assertThat(http.send(header + RawHttp.head("GET", "/api/online")).isClosedUnheard())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PROXY TCP4 somewhere 127.0.0.1 4711 80\r\n",
                "PROXY TCP4 203.0.113.7 127.0.0.1 99999 80\r\n",
                "PROXY\r\n",
            })
    void aProxyMustSendAHeader(String header, RedisStore redis) {
        int port = start(redis, "TANDEM_PROXY_PROTOCOL", "true");
        try (RawHttp http = RawHttp.connect(PROXY, port)) {
            assertThat(http.send(header + RawHttp.head("GET", "/api/online")).isClosedUnheard())
                    .isTrue();
        }
        assertThat(through(port, bytes(version1("203.0.113.7")))).isEqualTo(200);
    }

    @Test
    void whereItIsOffAHeaderIsNoRequest(RedisStore redis) {
        int port = start(redis);
        try (RawHttp http = RawHttp.connect(PROXY, port)) {
            assertThat(http.send(version1("203.0.113.7") + RawHttp.head("GET", "/api/online"))
                            .answer()
                            .status())
                    .isEqualTo(400);
        }
    }
}
