package chat.tandem.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.LogsErrors;
import chat.tandem.testing.PostgresProcess;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.S3Store;
import chat.tandem.testing.ServiceProcess;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever goes wrong, no log of any process says what people say, who they claim to be by a token, or where they are:
 * every service runs as a process of its own, half of them write text and half JSON, and all say as much as they can.
 */
@LogsErrors("an entry can never be stored")
class LogsIT {
    private static final String CANARY = "canary-7e1b-" + UUID.randomUUID();
    /** A whole address, which no other address of this test contains. */
    private static final String ADDRESS = "127.83.71.97";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> TEXT = Map.of("TANDEM_LOG_FORMAT", "text");
    private static final Map<String, String> JSON = Map.of("TANDEM_LOG_FORMAT", "json");

    private final List<String> secrets = new ArrayList<>(List.of(CANARY, ADDRESS));
    private String conversation = "";
    private String token = "";

    @Test
    void noLogHoldsWhatPeopleSayOrATokenOrAWholeAddress() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (var redis = RedisProcess.start(false);
                var postgres = PostgresProcess.start();
                var s3 = S3Store.start();
                var processes = Processes.of(settings(redis, postgres, s3))) {
            start(processes);
            try (var ann = arrive(vertx, processes, "gateway-4");
                    var bob = arrive(vertx, processes, "gateway-5")) {
                meet(ann, bob);
                say(ann);
                bob.event("receive-message");
                sayItWrongly(ann);
                sayWhoTheyAreWrongly(vertx, processes);
                bringNoPicture(s3, ann);
                breakRedis(redis, ann, bob);
                breakPostgres(postgres, ann, bob);
                leaveWhatCannotBeStored(redis);
                bob.accepted("leave-conversation", about());
            }
            stop(processes);
            judge(processes.started());
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void aLevelOrFormatThatDoesNotExistIsOneLineAndExitCode2() {
        var services = List.of("gateway", "matcher", "persistence", "media");
        for (var bad : List.of("TANDEM_LOG_LEVEL", "TANDEM_LOG_FORMAT")) {
            var settings = new HashMap<>(Deployment.settings("redis://127.0.0.1:1", "postgresql://u:p@127.0.0.1:1/d"));
            settings.put(bad, "loud");
            try (var processes = Processes.of(settings)) {
                for (var process : services.stream().map(processes::start).toList()) {
                    assertThat(process.awaitExit()).as(process.name()).isEqualTo(2);
                    assertThat(process.log().lines())
                            .as(process.name())
                            .singleElement()
                            .asString()
                            .contains(bad, "loud");
                }
            }
        }
    }

    private Map<String, String> settings(RedisProcess redis, PostgresProcess postgres, S3Store s3) {
        var settings = new HashMap<>(Deployment.settings(redis.url(), postgres.url()));
        settings.put("TANDEM_LOG_LEVEL", "trace");
        settings.put("TANDEM_GATEWAY_LEASE", "30s");
        settings.put("TANDEM_S3_ENDPOINT", s3.endpoint());
        settings.put("TANDEM_S3_REGION", s3.region());
        settings.put("TANDEM_S3_BUCKET", s3.bucket());
        settings.put("TANDEM_S3_ACCESS_KEY", s3.accessKey());
        settings.put("TANDEM_S3_SECRET_KEY", s3.secretKey());
        secrets.add(s3.secretKey());
        secrets.add(settings.get("TANDEM_TOKEN_SECRET"));
        return settings;
    }

    private static void start(Processes processes) {
        assertThat(processes.run("persistence", "migrate")).isZero();
        processes.start("persistence", TEXT);
        processes.start("persistence", JSON);
        processes.start("gateway", TEXT);
        processes.start("gateway", JSON);
        processes.start("matcher", JSON);
        processes.start("matcher", TEXT);
        processes.start("media", TEXT);
        processes.start("media", JSON);
        processes.awaitReady();
    }

    private static ServiceProcess process(Processes processes, String name) {
        return processes.started().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Visitor arrive(Vertx vertx, Processes processes, String gateway) {
        var visitor = Visitor.connect(vertx, process(processes, gateway).webSocket(), ADDRESS);
        var session = visitor.accepted("hello", new JsonObject().put("name", name()));
        token = session.getString("token");
        secrets.add(token);
        secrets.add(session.getString("connectionId"));
        return visitor;
    }

    /** A name has 32 characters at most. */
    private static String name() {
        return CANARY.substring(0, 20);
    }

    private void meet(Visitor ann, Visitor bob) {
        secrets.add(name());
        var interests = new JsonObject().put("interests", List.of(name()));
        ann.accepted("join-queue", interests);
        bob.accepted("join-queue", interests);
        conversation = ann.event("matched").getString("conversationId");
        bob.event("matched");
    }

    private JsonObject about() {
        return new JsonObject().put("conversationId", conversation);
    }

    private JsonObject message() {
        return about().put("id", UUID.randomUUID().toString())
                .put("type", "text")
                .put("body", "so " + CANARY);
    }

    private void say(Visitor visitor) {
        visitor.accepted("send-message", message());
    }

    private void sayItWrongly(Visitor ann) {
        ann.write(CANARY);
        ann.write("{\"event\":\"" + CANARY + "\",\"data\":{\"" + CANARY);
        ann.write("{\"event\":\"send-message\",\"id\":\"" + CANARY + "\",\"data\":\"" + CANARY + "\"}");
        ann.refusal(CANARY, new JsonObject());
        ann.refusal("send-message", message().put("type", CANARY));
        ann.refusal("send-message", message().put("id", CANARY));
        ann.refusal("send-message", message().put("body", CANARY + "\0"));
        ann.refusal("send-message", message().put("type", "image").put("uploadId", CANARY));
        ann.refusal(
                "send-message",
                message().put("conversationId", UUID.randomUUID().toString()));
        ann.refusal("join-queue", new JsonObject().put("interests", List.of(CANARY.repeat(9))));
        ann.refusal(
                "request-upload", new JsonObject().put("contentType", CANARY).put("size", CANARY));
        ann.refusal("complete-upload", new JsonObject().put("uploadId", CANARY));
        ann.refusal("history", new JsonObject().put("conversationId", CANARY));
        ann.refusal("conversations", new JsonObject().put("before", CANARY));
    }

    private void sayWhoTheyAreWrongly(Vertx vertx, Processes processes) throws IOException, InterruptedException {
        var gateways = processes.started().stream()
                .filter(process -> process.name().startsWith("gateway"))
                .toList();
        for (var gateway : gateways) {
            try (var stranger = Visitor.connect(vertx, gateway.webSocket(), ADDRESS)) {
                assertThat(stranger.refusal("hello", new JsonObject().put("token", token + CANARY)))
                        .isEqualTo("invalid-token");
            }
            try (var hostile = Visitor.connect(vertx, gateway.webSocket(), ADDRESS)) {
                for (int i = 0; i < 60; i++) {
                    hostile.write("{" + CANARY);
                }
                assertThat(hostile.closeCode()).isEqualTo(4503);
            }
            for (var path : List.of("/ws?token=", "/api/conversations?token=", "/api/", "/media/", "/")) {
                get(gateway.http().resolve(path + CANARY));
            }
        }
    }

    private static void get(URI address) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address).header("Authorization", "Bearer " + CANARY);
        assertThat(HTTP.send(request.build(), BodyHandlers.ofString()).statusCode())
                .isBetween(400, 499);
    }

    /** A page that says that it is a picture; then nothing at all, as the store is away. The address is signed. */
    private void bringNoPicture(S3Store s3, Visitor ann) throws IOException, InterruptedException {
        byte[] page = ("<html>" + CANARY).getBytes(StandardCharsets.UTF_8);
        var picture = new JsonObject().put("contentType", "image/png").put("size", page.length);
        var announced = ann.accepted("request-upload", picture);
        var address = URI.create(announced.getString("uploadUrl"));
        secrets.add(address.getRawQuery().replaceFirst(".*X-Amz-Signature=", "").replaceFirst("&.*", ""));
        var put = HttpRequest.newBuilder(address).PUT(BodyPublishers.ofByteArray(page));
        announced.getJsonObject("headers").forEach(header -> put.header(header.getKey(), "" + header.getValue()));
        assertThat(HTTP.send(put.build(), BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
        var upload = new JsonObject().put("uploadId", announced.getString("uploadId"));
        assertThat(ann.refusal("complete-upload", upload)).isEqualTo("upload-rejected");
        var image = message().put("type", "image").mergeIn(upload);
        assertThat(ann.refusal("send-message", image)).isEqualTo("upload-rejected");
        s3.stop();
        await().atMost(PATIENCE).until(() -> ann.ask("request-upload", picture).containsKey("error"));
        assertThat(ann.refusal("complete-upload", upload)).isEqualTo("unavailable");
        s3.restart();
    }

    /** A script that meets what it did not expect fails with all that it was given. */
    private void breakRedis(RedisProcess redis, Visitor ann, Visitor bob) {
        var log = "{0}:log:" + conversation;
        redis.command("RENAME", log, "{0}:aside");
        redis.command("SET", log, CANARY);
        assertThat(ann.refusal("send-message", message())).isEqualTo("unavailable");
        assertThat(bob.refusal("send-message", message())).isEqualTo("unavailable");
        redis.command("RENAME", "{0}:aside", log);
        redis.command("RPUSH", log, CANARY);
        ann.refusal("history", about());
        redis.command("RPOP", log);
        redis.command("CONFIG", "SET", "maxmemory", "1");
        assertThat(ann.refusal("send-message", message())).isEqualTo("unavailable");
        redis.command("CONFIG", "SET", "maxmemory", "0");
    }

    private void breakPostgres(PostgresProcess postgres, Visitor ann, Visitor bob) {
        postgres.kill();
        say(ann);
        say(bob);
        ann.refusal("history", about());
        postgres.restart();
        say(bob);
    }

    private void leaveWhatCannotBeStored(RedisProcess redis) {
        var data = message()
                .put("from", UUID.randomUUID().toString())
                .put("sequence", 4_711)
                .put("sentAt", 1)
                .put("body", CANARY + "\0");
        write(redis, data.encode());
        write(redis, data.put("id", CANARY).encode());
        write(redis, CANARY);
        redis.command("XADD", "{0}:messages", "*", "v", "1", "type", CANARY, "conversation", CANARY);
        redis.command("XADD", "{0}:matcher", "*", "v", CANARY, "type", CANARY);
        redis.command("XADD", "{0}:requests", "*", "v", "1", "type", CANARY, "data", CANARY);
        await().atMost(PATIENCE)
                .until(() -> redis.command("XLEN", "{0}:dead-letters").equals("6"));
        assertThat(redis.command("XRANGE", "{0}:dead-letters", "-", "+")).contains(CANARY);
        await().atMost(PATIENCE)
                .until(() -> redis.command("XLEN", "{0}:messages").equals("0"));
    }

    private void write(RedisProcess redis, String data) {
        redis.command(
                "XADD", "{0}:messages", "*", "v", "1", "type", "message", "conversation", conversation, "data", data);
    }

    private static void stop(Processes processes) {
        Stream.of("gateway", "media", "matcher", "persistence")
                .flatMap(service -> processes.started().stream()
                        .filter(process -> process.name().startsWith(service) && process.alive()))
                .forEach(
                        process -> assertThat(process.stop()).as(process.name()).isZero());
    }

    private void judge(List<ServiceProcess> processes) {
        for (var process : processes.subList(1, processes.size())) {
            var log = process.log();
            assertThat(log.lines()).as(process.name()).hasSizeGreaterThan(3);
            assertSilent(process.name(), log);
            assertThatThrownBy(() -> assertSilent("a log that leaks", log + CANARY))
                    .isInstanceOf(AssertionError.class);
        }
        assertThat(about("gateway-4", processes)).anyMatch(line -> line.contains("send-message failed"));
        assertThat(about("gateway-5", processes)).anyMatch(line -> line.contains("send-message failed"));
        assertThat(Stream.of("matcher-6", "matcher-7").flatMap(name -> about(name, processes).stream()))
                .anyMatch(line -> line.contains("matched"));
        assertThat(Stream.of("persistence-2", "persistence-3").flatMap(name -> about(name, processes).stream()))
                .anyMatch(line -> line.contains("can never be stored"));
        for (var name : List.of("persistence-3", "gateway-5", "matcher-6", "media-9")) {
            assertThat(lines(name, processes))
                    .allSatisfy(line -> assertThat(new JsonObject(line).getMap())
                            .containsKeys("timestamp", "level", "loggerName", "message"));
        }
        assertThat(lines("gateway-4", processes)).anyMatch(line -> line.contains("is closed with 4503"));
        assertThat(Stream.of("media-8", "media-9").flatMap(name -> lines(name, processes).stream()))
                .anyMatch(line -> line.contains("The object store: no answer"));
        assertThat(lines("persistence-2", processes)).anyMatch(line -> line.contains("PostgreSQL is away"));
    }

    private void assertSilent(String name, String log) {
        for (var secret : secrets) {
            assertThat(log.contains(secret)).as("%s says %s", name, secret).isFalse();
        }
    }

    private static List<String> lines(String name, List<ServiceProcess> processes) {
        return processes.stream()
                .filter(process -> process.name().equals(name))
                .flatMap(process -> process.log().lines())
                .toList();
    }

    /** The lines about the conversation: the right logs are looked at, and they say something. */
    private List<String> about(String name, List<ServiceProcess> processes) {
        return lines(name, processes).stream()
                .filter(line -> line.contains(conversation))
                .toList();
    }
}
