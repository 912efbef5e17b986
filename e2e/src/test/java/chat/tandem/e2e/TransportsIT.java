package chat.tandem.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One and the same chat over every transport, each person on a gateway of their own, through all services. */
@ExtendWith(Stores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransportsIT {
    private static final int MESSAGES = 40;

    private @Nullable Deployment deployment;
    private @Nullable Tabs tabs;

    @BeforeAll
    void start(RedisStore redis, PostgresStore postgres) {
        var settings = new HashMap<>(Deployment.settings(redis.url(), postgres.url()));
        settings.put("TANDEM_GRACE", "2m");
        settings.put("TANDEM_GATEWAY_LEASE", "30s");
        tabs = new Tabs();
        settings.put("TANDEM_ALLOWED_ORIGINS", tabs.origin().toString());
        settings.put("TANDEM_TRUSTED_PROXIES", "127.0.0.0/8");
        settings.put("TANDEM_LOG_FORMAT", "json");
        deployment = Deployment.start(Processes.of(settings), List.of("persistence", "matcher", "gateway", "gateway"));
    }

    @AfterAll
    void stop() {
        requireNonNull(tabs).close();
        requireNonNull(deployment).close();
    }

    private URI gateway(int number) {
        return requireNonNull(deployment).all("gateway").get(number).http();
    }

    private Line open(Transport transport, URI gateway, JsonObject hello) {
        return transport.open(requireNonNull(tabs), gateway, hello);
    }

    @ParameterizedTest
    @EnumSource
    void strangersTalkPartComeBackAndGoOn(Transport transport) {
        try (Line ada = open(transport, gateway(0), new JsonObject().put("name", "Ada"));
                Line ben = open(transport, gateway(1), new JsonObject().put("name", "Ben"))) {
            String conversation = meet(ada, ben);
            assertThat(ben.told("matched").getString("partnerName")).isEqualTo("Ada");
            talk(ada, ben, conversation);
            carried(ada, transport);
            carried(ben, transport);
            whatIsNotKept(ada, ben, conversation);
            refusals(ada, conversation);
            String token = ben.told("session").getString("token");
            try (Line again = comeBack(transport, ada, ben, conversation)) {
                history(again, conversation);
                takenOver(transport, again, token, conversation);
            }
        }
    }

    /** An interest of their own, for others may be waiting. */
    private static String meet(Line ada, Line ben) {
        var interests = new JsonObject()
                .put(
                        "interests",
                        List.of(ada.told("session").getString("userId").substring(0, 30)));
        assertThat(ada.ask("join-queue", interests).getString("state")).isEqualTo("waiting");
        ben.ask("join-queue", interests);
        String conversation = ada.told("matched").getString("conversationId");
        assertThat(ben.told("matched").getString("conversationId")).isEqualTo(conversation);
        return conversation;
    }

    private static void talk(Line ada, Line ben, String conversation) {
        List<CompletableFuture<JsonObject>> answers = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            answers.add(ada.command("send-message", Line.message(conversation, "ada " + i)));
            answers.add(ben.command("send-message", Line.message(conversation, "ben " + i)));
        }
        List<Long> sequences = answers.stream()
                .map(answer -> answer.join().getJsonObject("data").getLong("sequence"))
                .sorted()
                .toList();
        assertThat(sequences)
                .isEqualTo(IntStream.rangeClosed(1, 2 * MESSAGES)
                        .mapToObj(Long::valueOf)
                        .toList());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> bodies(ada).size() >= MESSAGES && bodies(ben).size() >= MESSAGES);
        assertThat(bodies(ben))
                .isEqualTo(
                        IntStream.range(0, MESSAGES).mapToObj(i -> "ada " + i).toList());
        assertThat(bodies(ada))
                .isEqualTo(
                        IntStream.range(0, MESSAGES).mapToObj(i -> "ben " + i).toList());
    }

    /** A ping now and then, for some lines show only by traffic what carries them. */
    private static void carried(Line line, Transport transport) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            line.ask("ping", new JsonObject());
            return line.carrier().equals(transport.carrier());
        });
    }

    private static List<String> bodies(Line line) {
        return line.heard().stream()
                .filter(heard -> heard.event().equals("receive-message"))
                .map(heard -> heard.data().getString("body"))
                .toList();
    }

    private static JsonObject in(String conversation) {
        return new JsonObject().put("conversationId", conversation);
    }

    private static void whatIsNotKept(Line ada, Line ben, String conversation) {
        ben.ask("typing", in(conversation).put("typing", true));
        assertThat(ada.told("partner-typing").getBoolean("typing")).isTrue();
        ben.ask("read", in(conversation).put("sequence", 2));
        assertThat(ada.told("message-read").getLong("sequence")).isEqualTo(2);
    }

    private static void refusals(Line ada, String conversation) {
        assertThat(ada.refusal("join-queue", new JsonObject())).isEqualTo("wrong-state");
        assertThat(ada.refusal("send-message", Line.message(conversation, " "))).isEqualTo("invalid-field");
        assertThat(ada.refusal("no-such", new JsonObject())).isEqualTo("unknown-event");
        JsonObject message = Line.message(conversation, "once");
        assertThat(ada.ask("send-message", message)).isEqualTo(ada.ask("send-message", message));
    }

    /** Ben's line breaks, Ada writes, and Ben comes back to another gateway. */
    private Line comeBack(Transport transport, Line ada, Line ben, String conversation) {
        ben.told("receive-message", data -> data.getString("body").equals("once"));
        String token = ben.told("session").getString("token");
        ben.close();
        ada.ask("send-message", Line.message(conversation, "while away"));
        var resume = in(conversation).put("sequence", 2 * MESSAGES + 1);
        var again =
                open(transport, gateway(0), new JsonObject().put("token", token).put("resume", resume));
        assertThat(again.told("session").getString("state")).isEqualTo("paired");
        assertThat(again.told("rejoined").getJsonArray("messages"))
                .extracting(message -> ((JsonObject) message).getString("body"))
                .containsExactly("while away");
        again.ask("send-message", Line.message(conversation, "back"));
        ada.told("receive-message", data -> data.getString("body").equals("back"));
        return again;
    }

    private static void history(Line line, String conversation) {
        JsonObject page = line.ask("history", in(conversation).put("after", 2 * MESSAGES));
        assertThat(page.getJsonArray("messages"))
                .extracting(message -> ((JsonObject) message).getString("body"))
                .containsExactly("once", "while away", "back");
    }

    private void takenOver(Transport transport, Line first, String token, String conversation) {
        try (Line second = open(transport, gateway(1), new JsonObject().put("token", token))) {
            first.told("session-replaced");
            await().atMost(Duration.ofSeconds(30)).until(first::over);
            assertThat(second.ask("next", in(conversation)).getString("state")).isEqualTo("waiting");
            assertThat(second.ask("leave-queue", new JsonObject()).getString("state"))
                    .isEqualTo("idle");
        }
    }
}
