package chat.tandem.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.bench.check.wire.Link;
import chat.tandem.bench.check.wire.TcpProxy;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.ServiceProcess;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients hear of a gateway that Redis was out of reach for, while their partners, on another one, went on. */
@ExtendWith(Stores.class)
class CutOffIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int NOBODY = 1;

    @AutoClose
    private final RedisProcess redis = RedisProcess.startDurable();

    private final Vertx vertx = Vertx.vertx();
    private final TcpProxy line = onLoop(() -> TcpProxy.listen(vertx, redisPort(), () -> 0));
    private final Processes processes;
    private final ServiceProcess cutOff;
    private final Line ada;
    private final Line ben;
    private String user = "";
    private String conversation = "";

    CutOffIT(PostgresStore postgres) {
        var settings = new HashMap<>(Deployment.settings(redis.url(), postgres.url()));
        settings.put("TANDEM_GRACE", "2m");
        settings.put("TANDEM_GATEWAY_LEASE", "1m");
        processes = Processes.of(settings);
        Deployment.start(processes, List.of("persistence", "matcher"));
        cutOff = processes.start("gateway", Map.of("TANDEM_REDIS_URL", "redis://127.0.0.1:" + line.port()));
        var other = processes.start("gateway");
        processes.awaitReady();
        ada = new WebSocketLine(cutOff.http(), new JsonObject().put("name", "Ada"));
        ben = new WebSocketLine(other.http(), new JsonObject().put("name", "Ben"));
    }

    @BeforeEach
    void meet() {
        user = ada.told("session").getString("userId");
        ada.ask("join-queue", new JsonObject());
        ben.ask("join-queue", new JsonObject());
        conversation = ada.told("matched").getString("conversationId");
        ben.ask("send-message", Line.message(conversation, "first"));
        ada.told("receive-message", message -> message.getString("body").equals("first"));
    }

    @AfterEach
    void end() {
        ada.close();
        ben.close();
        processes.close();
        onLoop(vertx::close);
    }

    private <T> T onLoop(Supplier<Future<T>> action) {
        Promise<T> done = Promise.promise();
        vertx.runOnContext(here -> action.get().onComplete(done));
        return done.future()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private int redisPort() {
        return URI.create(redis.url()).getPort();
    }

    private void cut() {
        onLoop(() -> {
            line.aim(NOBODY);
            line.links().forEach(Link::close);
            return Future.succeededFuture();
        });
        ada.told("service-degraded");
    }

    private void mend() {
        onLoop(() -> {
            line.aim(redisPort());
            return Future.succeededFuture();
        });
    }

    /** Asks until the answer is one that counts. */
    private static void insist(Line who, String command, JsonObject data) {
        await(command)
                .atMost(PATIENCE)
                .until(() ->
                        who.command(command, data).get(20, TimeUnit.SECONDS).containsKey("data"));
    }

    @Test
    void whatAPartnerSaidBeforeItLeftIsHeardThoughRedisWasRestartedMeanwhile() {
        cut();
        redis.restart();
        insist(ben, "send-message", Line.message(conversation, "goodbye"));
        insist(ben, "leave-conversation", new JsonObject().put("conversationId", conversation));
        redis.command(
                "DEL", inbox()); // Where it is read once more before the doubt arises, there is nothing to find out.
        mend();

        JsonObject ended = ada.told("conversation-ended");

        assertThat(ended.getString("reason")).isEqualTo("left");
        JsonObject rejoined = ada.told("rejoined");
        assertThat(rejoined.getString("partnerName")).isEqualTo("Ben");
        assertThat(rejoined.getJsonArray("messages")).singleElement().asString().contains("goodbye");
        assertThat(ada.names()).containsSubsequence("rejoined", "conversation-ended");
        ada.ask("join-queue", new JsonObject());
    }

    @Test
    void anInboxThatOverranIsNoticedAndWhatWasMissedIsReplayed() throws Exception {
        cut();
        fillInbox();
        insist(ben, "send-message", Line.message(conversation, "into a full inbox"));
        mend();

        await("the line of somebody whose inbox overran").atMost(PATIENCE).until(ada::over);

        assertThat(metrics()).containsPattern("tandem_inbox_overruns_total\\{[^}]*} 1\\.0");
        JsonObject resume = new JsonObject().put("conversationId", conversation).put("sequence", 1);
        JsonObject hello = new JsonObject()
                .put("token", ada.told("session").getString("token"))
                .put("resume", resume);
        try (Line again = new WebSocketLine(cutOff.http(), hello)) {
            assertThat(again.told("rejoined").getJsonArray("messages"))
                    .singleElement()
                    .asString()
                    .contains("into a full inbox");
            insist(ben, "send-message", Line.message(conversation, "and on"));
            again.told("receive-message", message -> message.getString("body").equals("and on"));
        }
        assertThat(ben.names()).doesNotContain("conversation-ended");
    }

    private String inbox() {
        return "{0}:inbox:"
                + redis.command(
                        "EVAL",
                        "for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do"
                                + " if redis.call('SISMEMBER', '{0}:on:' .. id, ARGV[1]) == 1 then return id end end",
                        "1",
                        "{0}:gateways",
                        user);
    }

    /** As many entries as it may hold, for somebody who is not there. */
    private void fillInbox() {
        redis.command(
                "EVAL",
                "while redis.call('XLEN', KEYS[1]) < 50000 do redis.call('XADD', KEYS[1], '*', 'to', ARGV[1],"
                        + " 'event', 'online-count', 'data', '{}') end",
                "1",
                inbox(),
                UUID.randomUUID().toString());
    }

    private String metrics() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(cutOff.operations().resolve("/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
