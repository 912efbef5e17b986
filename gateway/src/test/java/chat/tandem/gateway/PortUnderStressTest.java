package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The port for clients where they ask for too much at once, or take nothing. */
@ExtendWith(Stores.class)
class PortUnderStressTest {
    private static final String HERE = "127.0.0.1";

    // ---- headers

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/online", "/socket.io/?EIO=4&transport=polling", "/sse"})
    void headersOfThirtyKilobytesAreTaken(String path, RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url())) {
            String cookie = "Cookie: a=" + "x".repeat(30_000);
            assertThat(RawHttp.get(HERE, gateway.port(), path, cookie).status()).isEqualTo(200);
            assertThat(RawHttp.get(HERE, gateway.port(), path, cookie + "x".repeat(4_000))
                            .status())
                    .isEqualTo(431);
        }
    }

    @Test
    void aWebSocketAndALongTokenAreTakenToo(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url())) {
            String cookie = "Cookie: a=" + "x".repeat(30_000);
            assertThat(RawHttp.get(HERE, gateway.port(), "/ws", cookie, RawHttp.UPGRADE)
                            .status())
                    .isEqualTo(101);
            assertThat(RawHttp.get(HERE, gateway.port(), "/sse", "Authorization: Bearer " + "x".repeat(30_000))
                            .status())
                    .isEqualTo(401);
        }
    }

    // ---- requests behind others

    @Test
    void requestsSentTogetherAreAnsweredInTurn(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url());
                RawHttp http = RawHttp.connect(HERE, gateway.port())) {
            String small = RawHttp.head("GET", "/api/online");
            String none = RawHttp.head("GET", "/nothing");
            String posted = RawHttp.head("POST", "/api/guest", "Content-Length: 13") + "{\"name\":\"An\"}";
            http.send((small + none + posted).repeat(300));
            for (int turn = 0; turn < 300; turn++) {
                assertThat(http.answer().status()).isEqualTo(200);
                assertThat(http.answer().status()).isEqualTo(404);
                assertThat(http.answer().status()).isEqualTo(201);
            }
        }
    }

    @Test
    void whereAClientTakesNothingTheNextRequestWaits(RedisStore redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url());
                RawHttp http = RawHttp.connect(HERE, gateway.port());
                RawHttp neighbour = RawHttp.connect(HERE, gateway.port())) {
            http.send(RawHttp.head("GET", "/api/asyncapi.json").repeat(2_000));
            await().during(java.time.Duration.ofSeconds(1))
                    .atMost(java.time.Duration.ofSeconds(20))
                    .until(() -> gateway.metric("tandem_http_responses_total"), answered -> answered < 500);
            assertThat(neighbour.get("/api/online").status()).isEqualTo(200);
            assertThat(http.answer().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sse", "/socket.io/?EIO=4&transport=polling", "/api/online"})
    void aConnectionThatBreaksWithRequestsWaitingIsNoReasonToLog(String path, RedisStore redis) throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url())) {
            root.addAppender(log);
            for (int time = 0; time < 20; time++) {
                try (RawHttp http = RawHttp.connect(HERE, gateway.port())) {
                    http.send(RawHttp.head("GET", path) + RawHttp.head("GET", "/api/online"));
                    http.answer();
                    http.reset();
                }
            }
            await().until(() -> gateway.metric("tandem_tcp_connections") == 0);
            root.detachAppender(log);
        }
        assertThat(List.copyOf(log.list))
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    // ---- a full process

    @Test
    void whereAllConnectionsAreTakenTheIdleOnesGoFirst(RedisStore redis) {
        List<RawHttp> open = new ArrayList<>();
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url(), Map.of("TANDEM_MAX_CONNECTIONS", "4"))) {
            for (int each = 0; each < 2; each++) {
                RawHttp socket = RawHttp.connect(HERE, gateway.port());
                assertThat(socket.send(RawHttp.head("GET", "/ws", RawHttp.UPGRADE))
                                .answer()
                                .status())
                        .isEqualTo(101);
                open.add(socket);
            }
            RawHttp idle = RawHttp.connect(HERE, gateway.port());
            open.add(idle);
            assertThat(idle.get("/api/online").status()).isEqualTo(200);
            RawHttp stream = RawHttp.connect(HERE, gateway.port());
            open.add(stream);
            assertThat(stream.get("/sse").status()).isEqualTo(200);

            RawHttp fifth = RawHttp.connect(HERE, gateway.port());
            open.add(fifth);
            assertThat(fifth.send(RawHttp.head("GET", "/ws", RawHttp.UPGRADE))
                            .answer()
                            .status())
                    .isEqualTo(101);
            assertThat(idle.isClosedUnheard()).isTrue();

            RawHttp sixth = RawHttp.connect(HERE, gateway.port());
            open.add(sixth);
            RawHttp.Answer refusal =
                    sixth.send(RawHttp.head("GET", "/ws", RawHttp.UPGRADE)).answer();
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.headers()).containsEntry("retry-after", "1");
            assertThat(refusal.json().getString("code")).isEqualTo("unavailable");
            assertThat(refusal.json().getLong("retryAfterMs")).isPositive();
            assertThat(sixth.isClosedUnheard()).isTrue();
        } finally {
            open.forEach(RawHttp::close);
        }
    }
}
