package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.ServiceRequest;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One's own conversations over HTTP; here the test is who knows them. */
@ExtendWith({Stores.class, VertxExtension.class})
class ConversationsOverHttpTest {
    private static final String CONVERSATION = "0190b5a0-7c00-7000-8000-0000000000ab";
    private static final String MESSAGES = "/api/conversations/" + CONVERSATION + "/messages";
    private static final JsonObject PAGE = new JsonObject().put("some", "page");

    private GatewayUnderTest gateway;
    private OtherService persistence;
    private JsonObject guest;

    @BeforeEach
    void start(RedisStore redis, Vertx vertx) {
        gateway = GatewayUnderTest.start(redis.url());
        persistence = new OtherService(vertx, redis.url(), Addresses.REQUESTS, request -> PAGE);
        guest = body(http(HttpMethod.POST, "/api/guest"));
    }

    @AfterEach
    void stop() {
        persistence.close();
        gateway.close();
    }

    private HttpClientResponse http(HttpMethod method, String path, String... authorization) {
        return GatewayUnderTest.wait(gateway.onLoop(() -> gateway.httpClient()
                .request(method, gateway.port(), "127.0.0.1", path)
                .compose(request -> {
                    for (String each : authorization) {
                        request.headers().add("Authorization", each);
                    }
                    return request.send();
                })
                .compose(answer -> answer.body().map(answer))));
    }

    private HttpClientResponse get(String path) {
        return http(HttpMethod.GET, path, "Bearer " + guest.getString("token"));
    }

    private static JsonObject body(HttpClientResponse response) {
        return new JsonObject(GatewayUnderTest.wait(response.body()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "/api/conversations|conversations|{`limit`:50}",
                "/api/conversations?limit=7&before=C|conversations|{`before`:`C`,`limit`:7}",
                "/api/conversations?before=C&other=1|conversations|{`before`:`C`,`limit`:50}",
                "/api/conversations/C/messages|history|{`conversationId`:`C`,`limit`:50}",
                "/api/conversations/C/messages?before=9&limit=100|history|{`conversationId`:`C`,`before`:9,`limit`:100}",
                "/api/conversations/C/messages?after=0|history|{`conversationId`:`C`,`after`:0,`limit`:50}"
            })
    void thePageIsTheCommandsAnswer(String path, String type, String asked) {
        HttpClientResponse answer = get(path.replace("C", CONVERSATION));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(body(answer)).isEqualTo(PAGE);
        ServiceRequest request = persistence.asked().getFirst();
        assertThat(request.type()).isEqualTo(type);
        assertThat(request.user()).isEqualTo(guest.getString("userId"));
        assertThat(request.data().toJsonObject())
                .isEqualTo(new JsonObject(
                        asked.replace("`C`", "`" + CONVERSATION + "`").replace('`', '"')));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/conversations?limit=0, limit",
        "/api/conversations?limit=101, limit",
        "/api/conversations?limit=, limit",
        "/api/conversations?limit=+7, limit",
        "/api/conversations?limit=07, limit",
        "/api/conversations?limit=1.0, limit",
        "/api/conversations?limit=99999999999999999999, limit",
        "/api/conversations?limit=7&limit=8, limit",
        "/api/conversations?before=, before",
        "/api/conversations?before=17, before",
        "/api/conversations?before=0190b5a0-7c00-7000-8000-0000000000ag, before",
        "/api/conversations/C/messages?before=0, before",
        "/api/conversations/C/messages?before=-1, before",
        "/api/conversations/C/messages?before=9007199254740992, before",
        "/api/conversations/C/messages?before=C, before",
        "/api/conversations/C/messages?after=-1, after",
        "/api/conversations/C/messages?before=1&after=1, after",
        "/api/conversations/C/messages?limit=101, limit",
        "/api/conversations/7/messages, conversationId"
    })
    void aCursorOrLimitOutOfRangeIsNamed(String path, String field) {
        HttpClientResponse answer = get(path.replace("/C/", "/" + CONVERSATION + "/"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(body(answer).getString("code")).isEqualTo("invalid-field");
        assertThat(body(answer).getString("field")).isEqualTo(field);
        assertThat(persistence.asked()).isEmpty();
    }

    @Test
    void withoutATokenNobodyIsAnswered() {
        for (String path : new String[] {"/api/conversations", MESSAGES, "/api/conversations?limit=0"}) {
            HttpClientResponse answer = http(HttpMethod.GET, path);
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.getHeader("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(body(answer).getString("code")).isEqualTo("not-authenticated");
        }
        HttpClientResponse query = http(HttpMethod.GET, "/api/conversations?token=" + guest.getString("token"));
        assertThat(query.statusCode()).isEqualTo(401);
        assertThat(persistence.asked()).isEmpty();
    }

    @Test
    void aTokenThatDoesNotCountIsInvalid() {
        String token = guest.getString("token");
        for (String credentials : new String[] {
            "Bearer",
            "Bearer ",
            "Bearer x.y.z",
            "Bearer " + token + "x",
            "Basic " + token,
            token,
            "Bearer " + token + " x"
        }) {
            HttpClientResponse answer = http(HttpMethod.GET, MESSAGES, credentials);
            assertThat(answer.statusCode()).as(credentials).isEqualTo(401);
            assertThat(answer.getHeader("WWW-Authenticate")).contains("invalid_token");
            assertThat(body(answer).getString("code")).as(credentials).isEqualTo("invalid-token");
        }
        assertThat(http(HttpMethod.GET, MESSAGES, "Bearer " + token, "Bearer " + token)
                        .statusCode())
                .isEqualTo(401);
        assertThat(http(HttpMethod.GET, MESSAGES, "bearer  " + token).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"NOT_FOUND, 404", "UNAVAILABLE, 503", "INTERNAL, 500"})
    void aRefusalKeepsItsCodeAndGetsItsStatus(ErrorCode code, int status) {
        persistence.answer(request -> new ProtocolError(code, "So it is.", null, null));
        HttpClientResponse answer = get(MESSAGES);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(body(answer))
                .isEqualTo(new JsonObject().put("code", code.code()).put("message", "So it is."));
    }

    @Test
    void whereNobodyAnswersItIsUnavailable() {
        persistence.answer(request -> "nothing");
        HttpClientResponse answer = get(MESSAGES);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(body(answer).getLong("retryAfterMs")).isPositive();
    }

    @Test
    void onlyTheMethodsThatExistAreAnswered() {
        String token = "Bearer " + guest.getString("token");
        for (String path : new String[] {"/api/online", "/api/conversations", MESSAGES}) {
            HttpClientResponse head = http(HttpMethod.HEAD, path, token);
            assertThat(head.statusCode()).as(path).isEqualTo(200);
            for (HttpMethod method : new HttpMethod[] {HttpMethod.POST, HttpMethod.DELETE, HttpMethod.PUT}) {
                HttpClientResponse answer = http(method, path, token);
                assertThat(answer.statusCode()).as(path).isEqualTo(404);
                assertThat(answer.getHeader("Allow")).isEqualTo("GET, HEAD");
                assertThat(body(answer).getString("code")).isEqualTo("not-found");
            }
        }
        assertThat(http(HttpMethod.GET, "/api/guest").getHeader("Allow")).isEqualTo("POST");
    }
}
