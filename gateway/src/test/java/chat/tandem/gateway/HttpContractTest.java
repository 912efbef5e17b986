package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.ServiceRequest;
import chat.tandem.common.protocol.ErrorCode;
import chat.tandem.common.protocol.ProtocolError;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.ServedContract;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway keeps to the document that it serves of its HTTP API. Here the test is who knows what was written. */
@ExtendWith(Stores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpContractTest {
    private static final String ID = "0190b5a0-7c00-7000-8000-0000000000ab";
    private static final String MESSAGES = "/api/conversations/" + ID + "/messages";
    private static final JsonObject MESSAGE = new JsonObject()
            .put("id", ID)
            .put("conversationId", ID)
            .put("from", ID)
            .put("type", "text")
            .put("body", "Hello")
            .put("sequence", 1)
            .put("sentAt", 1767225600000L);

    private final HttpClient http = HttpClient.newHttpClient();
    private Vertx vertx;
    private GatewayUnderTest gateway;
    private OtherService persistence;
    private OtherService media;
    private ServedContract contract;

    Configuration configuration() {
        return Configuration.PLAIN;
    }

    @BeforeAll
    void start(RedisStore redis) {
        vertx = Vertx.vertx();
        gateway = GatewayUnderTest.start(configuration(), redis.url(), Map.of("TANDEM_S3_BUCKET", "pictures"));
        persistence = new OtherService(vertx, redis.url(), Addresses.REQUESTS, HttpContractTest::known);
        media = new OtherService(
                vertx,
                redis.url(),
                Addresses.MEDIA,
                request -> new JsonObject()
                        .put("url", "https://storage.example/x")
                        .put("expiresAt", System.currentTimeMillis() + 600_000));
        contract = new ServedContract(
                vertx, new JsonObject(send(get("/api/openapi.json")).body()));
    }

    @AfterAll
    void stop() {
        http.close();
        persistence.close();
        media.close();
        gateway.close();
        GatewayUnderTest.wait(vertx.close());
    }

    private static Object known(ServiceRequest request) {
        return switch (request.type()) {
            case "history" ->
                new JsonObject().put("messages", new JsonArray().add(MESSAGE)).put("more", false);
            case "conversations" ->
                new JsonObject()
                        .put(
                                "conversations",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("conversationId", ID)
                                                .put("kind", "stranger")
                                                .put("partnerId", ID)
                                                .put("partnerName", "Ben")
                                                .put("lastMessage", MESSAGE)
                                                .put("unread", 1)
                                                .put("endedAt", 1767225600000L)));
            case "export" ->
                new JsonObject()
                        .put(
                                "chunk",
                                "{\"user\":{\"userId\":\"" + ID
                                        + "\",\"kind\":\"guest\"},\"conversations\":[],\"messages\":[],\"uploads\":[]}");
            default -> new JsonObject();
        };
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path));
        ProxyInFront.headers(gateway.port()).forEach(request::header);
        return request;
    }

    private HttpRequest get(String path, String... headers) {
        return with(request(path), headers).build();
    }

    private HttpRequest post(String path, String body, String... headers) {
        return with(request(path), headers).POST(BodyPublishers.ofString(body)).build();
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends, and holds the answer against the contract. */
    private HttpResponse<String> kept(int status, HttpRequest request) {
        HttpResponse<String> answer = send(request);
        assertThat(answer.statusCode()).as("%s %s", request, answer.body()).isEqualTo(status);
        contract.assertKept(request, answer);
        return answer;
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    private String bearer() {
        return "Bearer " + json(kept(201, post("/api/guest", ""))).getString("token");
    }

    @Test
    void theDocumentIsServedAsItShouldBe() {
        HttpResponse<String> answer =
                kept(200, get("/api/openapi.json", "Origin", "http://127.0.0.1:" + gateway.port()));
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(json(answer).getString("openapi")).startsWith("3.1.");
        assertThat(answer.body()).doesNotContain("schemas.yaml").doesNotContain("__absolute_uri__");
        kept(403, get("/api/openapi.json", "Origin", "https://elsewhere.example"));
    }

    @Test
    void everyOperationAnswersAsDescribed() {
        String me = bearer();
        kept(200, get("/api/online"));
        kept(200, get("/api/conversations?limit=7", "Authorization", me));
        kept(200, get(MESSAGES + "?before=9", "Authorization", me));
        kept(200, get("/api/me/export", "Authorization", me));
        kept(204, post("/api/sse-session", "", "Authorization", me));
        kept(302, get("/media/20260701-0123456789abcdef0123456789abcdef"));
        kept(204, get("/sse", "Last-Event-ID", "end:4500"));
        kept(204, with(request("/api/me"), "Authorization", me).DELETE().build());
    }

    @Test
    void aCommandBesideAStreamIsAnsweredAsDescribed() {
        try (StreamClient stream = StreamClient.open(gateway.port())) {
            String[] mine = {
                "Authorization",
                "Bearer " + stream.token(),
                "Tandem-Connection",
                stream.session().getString("connectionId"),
                "Content-Type",
                "application/json"
            };
            kept(200, post("/commands", "{\"event\":\"ping\"}", mine));
            kept(200, post("/commands", "{\"event\":\"join-queue\",\"id\":1}", mine));
            kept(400, post("/commands", "{\"event\":\"typing\",\"id\":2}", mine));
            kept(400, post("/commands", "nonsense", mine));
            kept(
                    400,
                    post("/commands", "{\"event\":\"ping\"}", "Authorization", mine[1], "Content-Type", "text/plain"));
            kept(409, post("/commands", "{\"event\":\"next\",\"data\":{\"conversationId\":\"" + ID + "\"}}", mine));
            kept(409, post("/commands", "{\"event\":\"ping\"}", "Authorization", mine[1], mine[4], mine[5]));
            kept(401, post("/commands", "{\"event\":\"ping\"}"));
            kept(413, post("/commands", "x".repeat(65_537), mine));
            persistence.answer(request -> ProtocolError.of(ErrorCode.NOT_FOUND, "So it is."));
            kept(404, post("/commands", "{\"event\":\"history\",\"data\":{\"conversationId\":\"" + ID + "\"}}", mine));
        } finally {
            persistence.answer(HttpContractTest::known);
        }
    }

    @Test
    void refusalsAreAsDescribed() {
        kept(401, get("/api/conversations?limit=0"));
        kept(401, get("/api/conversations", "Authorization", "Bearer x.y.z"));
        kept(401, get("/sse", "Authorization", "Bearer x.y.z"));
        kept(401, get("/sse", "Cookie", "tandem-sse=x"));
        kept(401, post("/api/sse-session", ""));
        kept(403, get("/sse", "Origin", "https://elsewhere.example"));
        kept(403, post("/api/guest", "", "Origin", "https://elsewhere.example"));
        kept(404, get("/media/no-key"));
        kept(413, post("/api/guest", "x".repeat(65_537)));
        kept(413, post("/api/sse-session", "x".repeat(65_537)));
    }

    @ParameterizedTest
    @CsvSource({"NOT_FOUND, 404", "UNAVAILABLE, 503", "INTERNAL, 500"})
    void whatAServiceRefusesIsAsDescribed(ErrorCode code, int status) {
        String me = bearer();
        ProtocolError error =
                code == ErrorCode.UNAVAILABLE ? ProtocolError.unavailable(1) : ProtocolError.of(code, "So it is.");
        persistence.answer(request -> error);
        media.answer(request -> error);
        try {
            kept(status, get(MESSAGES, "Authorization", me));
            if (code != ErrorCode.NOT_FOUND) {
                kept(status, get("/api/conversations", "Authorization", me));
                kept(status, get("/api/me/export", "Authorization", me));
                kept(503, get("/media/20260701-0123456789abcdef0123456789abcdee"));
                kept(
                        status,
                        with(request("/api/me"), "Authorization", me).DELETE().build());
            }
        } finally {
            persistence.answer(HttpContractTest::known);
        }
    }

    @Test
    void whatTheContractForbidsInAQueryIsRefusedByItsName() {
        String me = bearer();
        int seen = 0;
        for (Operation operation : contract.model().operations()) {
            String path = operation.getOpenAPIPath().replace("{conversationId}", ID);
            for (Parameter parameter : operation.getParameters()) {
                if (parameter.getIn() == Location.QUERY) {
                    JsonObject schema = parameter.getOpenAPIModel().getJsonObject("schema");
                    for (String wrong : wrong(schema)) {
                        String query = "?" + wrong.replace("*", parameter.getName());
                        JsonObject error = json(kept(400, get(path + query, "Authorization", me)));
                        assertThat(error.getString("code")).as(query).isEqualTo("invalid-field");
                        assertThat(error.getString("field")).as(query).isEqualTo(parameter.getName());
                        assertThat(error.getString("message")).isEqualTo("Must be " + schema.getString("title") + ".");
                    }
                    for (String right : right(schema)) {
                        kept(
                                200,
                                get(path + "?" + parameter.getName() + "=" + right + "&other=1", "Authorization", me));
                    }
                    seen++;
                }
            }
        }
        assertThat(seen).isEqualTo(5);
    }

    private static List<String> wrong(JsonObject schema) {
        if (schema.getString("type").equals("string")) {
            return List.of("*=x", "*=", "*=%22" + ID + "%22", "*=" + ID + "&*=" + ID);
        }
        long below = schema.getLong("minimum") - 1;
        long above = schema.getLong("maximum") + 1;
        return List.of("*=" + below, "*=" + above, "*=x", "*=", "*=1e1", "*=1.0", "*=%201", "*=true", "*=1&*=1");
    }

    private static List<String> right(JsonObject schema) {
        return schema.getString("type").equals("string")
                ? List.of(ID, ID.toUpperCase(Locale.ROOT), UUID.randomUUID().toString())
                : List.of(
                        schema.getValue("minimum").toString(),
                        schema.getValue("maximum").toString());
    }

    @Test
    void aPathVariableThatTheContractForbidsIsRefusedByItsName() {
        JsonObject error = json(kept(400, get("/api/conversations/7/messages", "Authorization", bearer())));
        assertThat(error.getString("field")).isEqualTo("conversationId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{`name`:`Ada`}",
                "{`name`:`32`}",
                "{`name`:null}",
                "{`name`:` Ada Lovelace`,`token`:7,`resume`:[]}",
                "{`conversationId`:1}"
            })
    void aGuestIsMadeWhateverElseTheBodySays(String text) {
        String body = text.replace('`', '"').replace("32", "\uD83D\uDE00".repeat(32));
        kept(201, post("/api/guest", body));
        kept(201, post("/api/guest", body, "Content-Type", "text/plain"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{`name`:``}",
                "{`name`:` \\u00a0`}",
                "{`name`:7}",
                "{`name`:`a\\u0000b`}",
                "{`name`:`a\\n`}",
                "{`name`:`\\u200b`}",
                "{`name`:`Ada\\u202e`}",
                "{`name`:`a\\ud800`}",
                "{`name`:`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`}"
            })
    void aNameThatCannotBeIsRefused(String body) {
        JsonObject error = json(kept(400, post("/api/guest", body.replace('`', '"'))));
        assertThat(error.getString("code")).isEqualTo("invalid-field");
        assertThat(error.getString("field")).isEqualTo("name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "7", "nonsense", "{", "{} {}"})
    void whatIsNoObjectIsAnInvalidFrame(String body) {
        assertThat(json(kept(400, post("/api/guest", body))).getString("code")).isEqualTo("invalid-frame");
    }
}
