package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.ServiceRequest;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Taking everything along, and going for good; here the test is who knows what was written. */
@ExtendWith({Stores.class, VertxExtension.class})
class AccountOverHttpTest {
    private static final String EXPORT = "/api/me/export";
    private static final String ME = "/api/me";

    private RedisStore redis;
    private GatewayUnderTest gateway;
    private OtherService persistence;

    @BeforeEach
    void start(RedisStore redis, Vertx vertx) {
        this.redis = redis;
        gateway = GatewayUnderTest.start(redis.url());
        persistence = new OtherService(vertx, redis.url(), Addresses.REQUESTS, request -> new JsonObject());
    }

    @AfterEach
    void stop() {
        persistence.close();
        gateway.close();
    }

    private HttpClientResponse http(HttpMethod method, String path, String token) {
        return GatewayUnderTest.wait(asked(method, path, token));
    }

    private Future<HttpClientResponse> asked(HttpMethod method, String path, String token) {
        return gateway.onLoop(() -> gateway.httpClient()
                .request(method, gateway.port(), "127.0.0.1", path)
                .compose(request ->
                        request.putHeader("Authorization", "Bearer " + token).send())
                .compose(answer ->
                        answer.body().map(answer).recover(cut -> answer.end().map(answer))));
    }

    private static String text(HttpClientResponse response) {
        return GatewayUnderTest.wait(response.body()).toString();
    }

    private String guest() {
        return GatewayUnderTest.wait(gateway.onLoop(() -> gateway.httpClient()
                        .request(HttpMethod.POST, gateway.port(), "127.0.0.1", "/api/guest")
                        .compose(request -> request.send())
                        .compose(HttpClientResponse::body)
                        .map(Buffer::toJsonObject)))
                .getString("token");
    }

    /** So many pieces. */
    private static Function<ServiceRequest, Object> pieces(int count, String piece) {
        return request -> {
            String cursor = request.data().toJsonObject().getString("cursor");
            int number = cursor == null ? 0 : Integer.parseInt(cursor);
            JsonObject answer = new JsonObject().put("chunk", piece);
            return number + 1 == count ? answer : answer.put("next", Integer.toString(number + 1));
        };
    }

    @Test
    void thePiecesMakeOneDocument() {
        persistence.answer(pieces(3, "[]"));

        HttpClientResponse answer = http(HttpMethod.GET, EXPORT, guest());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(answer.getHeader("Content-Disposition")).contains("attachment");
        assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(text(answer)).isEqualTo("[][][]");
        assertThat(persistence.asked()).extracting(ServiceRequest::type).containsOnly("export");
    }

    @Test
    void questionsOfOnePersonAreLimitedOverAllTransportsTogether() {
        persistence.answer(request -> new JsonObject().put("chunk", "[]").put("conversations", new JsonArray()));
        try (Client client = gateway.client()) {
            JsonObject session = client.hello();
            String token = session.getString("token");
            for (int i = 0; i < 20; i++) {
                assertThat(client.ask("conversations", new JsonObject()).containsKey("data"))
                        .isTrue();
            }
            int answered = 0;
            HttpClientResponse answer = http(HttpMethod.GET, "/api/conversations", token);
            while (answer.statusCode() == 200) {
                answered++;
                answer = http(HttpMethod.GET, answered % 2 == 0 ? "/api/conversations" : EXPORT, token);
            }

            assertThat(answered).isGreaterThanOrEqualTo(10);
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.getHeader("Retry-After")).isEqualTo("1");
            assertThat(new JsonObject(text(answer)).getString("code")).isEqualTo("rate-limited");
            JsonObject refused =
                    client.refusal("history", new JsonObject().put("conversationId", session.getString("userId")));
            assertThat(refused.getString("code")).isEqualTo("rate-limited");
            assertThat(refused.getLong("retryAfterMs")).isBetween(1L, 334L);
            assertThat(http(HttpMethod.DELETE, ME, token).statusCode()).isEqualTo(429);
            assertThat(http(HttpMethod.GET, EXPORT, guest()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whoReadsSlowlyGivesWayToOthersAndNobodyElseDoes() {
        String endless = "x".repeat(256 * 1024);
        persistence.answer(pieces(1_000, endless));
        List<HttpClientResponse> slow = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            slow.add(paused(guest()));
        }
        assertThat(http(HttpMethod.GET, EXPORT, guest()).statusCode()).isEqualTo(503);
        persistence.answer(request -> request.data().toJsonObject().containsKey("cursor")
                ? pieces(1_000, endless).apply(request)
                : pieces(1, "[]").apply(request));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(text(http(HttpMethod.GET, EXPORT, guest()))).isEqualTo("[]"));
        slow.forEach(one -> one.request().reset());
    }

    private HttpClientResponse paused(String token) {
        return GatewayUnderTest.wait(gateway.onLoop(() -> gateway.httpClient()
                .request(HttpMethod.GET, gateway.port(), "127.0.0.1", EXPORT)
                .compose(request ->
                        request.putHeader("Authorization", "Bearer " + token).send())
                .onSuccess(HttpClientResponse::pause)));
    }

    @Test
    void nobodyHasTwoAtOnce(Vertx vertx) {
        String token = guest();
        persistence.close();
        Future<HttpClientResponse> first = asked(HttpMethod.GET, EXPORT, token);
        await().until(() -> !redis.command("XLEN", "{0}:requests").equals("0"));

        assertThat(http(HttpMethod.GET, EXPORT, token).statusCode()).isEqualTo(503);

        persistence = new OtherService(vertx, redis.url(), Addresses.REQUESTS, pieces(1, "[]"));
        assertThat(GatewayUnderTest.wait(first).statusCode()).isEqualTo(200);
    }

    @Test
    void aPieceThatIsNotToBeHadIsAskedForAgain() {
        AtomicInteger times = new AtomicInteger();
        persistence.answer(request -> times.incrementAndGet() == 2
                ? ProtocolError.unavailable(1)
                : pieces(3, "[]").apply(request));

        assertThat(text(http(HttpMethod.GET, EXPORT, guest()))).isEqualTo("[][][]");
    }

    @Test
    void whereThereIsNoFirstPieceItIsUnavailableAndLaterOnesMakeNoWholeDocument() {
        persistence.answer(request -> ProtocolError.unavailable(1_000));
        assertThat(http(HttpMethod.GET, EXPORT, guest()).statusCode()).isEqualTo(503);

        persistence.answer(request -> request.data().toJsonObject().containsKey("cursor")
                ? ProtocolError.unavailable(1)
                : new JsonObject().put("chunk", "{").put("next", "1"));
        String token = guest();
        assertThatThrownBy(() -> http(HttpMethod.GET, EXPORT, token)).hasMessageContaining("closed");
    }

    @Test
    void aClientThatDoesNotReadIsNotReadFor() {
        persistence.answer(pieces(1_000, "x".repeat(256 * 1024)));
        String token = guest();
        HttpClientResponse slow = GatewayUnderTest.wait(gateway.onLoop(() -> gateway.httpClient()
                .request(HttpMethod.GET, gateway.port(), "127.0.0.1", EXPORT)
                .compose(request ->
                        request.putHeader("Authorization", "Bearer " + token).send())
                .onSuccess(HttpClientResponse::pause)));

        AtomicInteger before = new AtomicInteger();
        await().during(Duration.ofMillis(500)).until(() -> {
            int asked = persistence.asked().size();
            return before.getAndSet(asked) == asked && asked > 0;
        });
        assertThat(before.get()).isLessThan(200);
        slow.request().reset();
    }

    @Test
    void whoGoesIsSentAwayThePartnerIsToldAndTheTokenIsWorthNothing() {
        try (var pair = gateway.pair();
                Client again = gateway.client()) {
            Client other = gateway.client();
            String token = token(pair.one());

            assertThat(http(HttpMethod.DELETE, ME, token).statusCode()).isEqualTo(204);

            assertThat(pair.one().closeCode()).isEqualTo(4502);
            assertThat(pair.one().heard()).doesNotContain("session-erased");
            assertThat(pair.other().event("conversation-ended").getString("reason"))
                    .isEqualTo("left");
            assertThat(again.refusal("hello", new JsonObject().put("token", token))
                            .getString("code"))
                    .isEqualTo("invalid-token");
            assertThat(again.closeCode()).isEqualTo(4502);
            ServiceRequest asked = persistence.asked().getFirst();
            assertThat(asked.type()).isEqualTo("erase");
            assertThat(asked.user()).isEqualTo(pair.oneId());
            assertThat(asked.data().toJsonObject().getLong("moment")).isPositive();
            other.close();
        }
    }

    /** The token that came with a client's session. */
    private static String token(Client client) {
        return client.ack(1).getJsonObject("data").getString("token");
    }

    @Test
    void whilePersistenceIsAwayItIsUnavailableAndMayBeAskedAgain() {
        String token = guest();
        persistence.answer(request -> ProtocolError.unavailable(1_000));
        HttpClientResponse away = http(HttpMethod.DELETE, ME, token);
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(text(away)).getLong("retryAfterMs")).isPositive();

        persistence.answer(request -> new JsonObject().put("known", false));
        assertThat(http(HttpMethod.DELETE, ME, token).statusCode()).isEqualTo(204);
        assertThat(persistence.asked()).hasSize(2);
    }

    @Test
    void aGuestWhoWasNeverMatchedLeavesNothingBehindAndTheTokenGoesOnCounting() {
        persistence.answer(request -> new JsonObject().put("known", false));
        try (Client here = gateway.client();
                Client again = gateway.client()) {
            here.send("hello", new JsonObject());
            String token = token(here);

            assertThat(http(HttpMethod.DELETE, ME, token).statusCode()).isEqualTo(204);

            assertThat(here.closeCode()).isEqualTo(4502);
            assertThat(persistence.asked()).extracting(ServiceRequest::type).containsExactly("is-known");
            assertThat(redis.command("KEYS", "*erased*")).isEmpty();
            assertThat(redis.command("EXISTS", "{0}:sessions", "{0}:away", "{0}:recents"))
                    .isEqualTo("0");
            again.send("hello", new JsonObject().put("token", token));
            assertThat(again.ack(1).getJsonObject("data").getString("userId")).isNotEmpty();
        }
    }

    @Test
    void whoIsStoredIsErasedForGoodThoughTheShardKnowsNothingOfIt() {
        String token = guest();
        persistence.answer(request -> new JsonObject().put("known", true));

        assertThat(http(HttpMethod.DELETE, ME, token).statusCode()).isEqualTo(204);

        assertThat(persistence.asked()).extracting(ServiceRequest::type).containsExactly("is-known", "erase");
        assertThat(redis.command("KEYS", "*erased*")).isNotEmpty();
    }

    @Test
    void withoutATokenNothingHappens() {
        for (HttpClientResponse answer : List.of(http(HttpMethod.GET, EXPORT, "x"), http(HttpMethod.DELETE, ME, "x"))) {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(new JsonObject(text(answer)).getString("code")).isEqualTo("invalid-token");
        }
        assertThat(http(HttpMethod.GET, ME, guest()).getHeader("Allow")).isEqualTo("DELETE");
        assertThat(http(HttpMethod.DELETE, EXPORT, guest()).getHeader("Allow")).isEqualTo("GET");
        assertThat(persistence.asked()).isEmpty();
    }
}
