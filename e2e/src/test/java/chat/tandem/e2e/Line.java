package chat.tandem.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One client's line to a gateway, whatever carries it: commands up, and every event down, remembered in order. */
abstract class Line implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Heard> heard = new CopyOnWriteArrayList<>();

    /** Something that the client was told. */
    record Heard(String event, JsonObject data) {}

    void hear(String event, JsonObject data) {
        heard.add(new Heard(event, data));
    }

    List<Heard> heard() {
        return List.copyOf(heard);
    }

    List<String> names() {
        return heard.stream().map(Heard::event).toList();
    }

    /** The data of the first event of this name that fits. */
    JsonObject told(String event, Predicate<JsonObject> fits) {
        await(event)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> heard.stream().anyMatch(one -> one.event().equals(event) && fits.test(one.data())));
        return heard.stream()
                .filter(one -> one.event().equals(event) && fits.test(one.data()))
                .findFirst()
                .orElseThrow()
                .data();
    }

    JsonObject told(String event) {
        return told(event, any -> true);
    }

    /** Sends a command; the answer is {@code {data}} or {@code {error}}. */
    abstract CompletableFuture<JsonObject> command(String event, JsonObject data);

    /** The data of the acknowledgement. */
    JsonObject ask(String event, JsonObject data) {
        JsonObject answer = answer(event, data);
        assertThat(answer.getJsonObject("data"))
                .as("%s %s: %s", event, data, answer)
                .isNotNull();
        return answer.getJsonObject("data");
    }

    /** The code of the refusal. */
    String refusal(String event, JsonObject data) {
        JsonObject answer = answer(event, data);
        assertThat(answer.getJsonObject("error"))
                .as("%s %s: %s", event, data, answer)
                .isNotNull();
        return answer.getJsonObject("error").getString("code");
    }

    private JsonObject answer(String event, JsonObject data) {
        return command(event, data)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** What carries the line at the moment: {@code websocket}, {@code polling} or {@code sse}. */
    abstract String carrier();

    /** Whether the server has ended the line. */
    abstract boolean over();

    /** Breaks the line; nothing comes over it any more. */
    @Override
    public abstract void close();

    static JsonObject message(String conversation, String body) {
        return new JsonObject()
                .put("conversationId", conversation)
                .put("id", UUID.randomUUID().toString())
                .put("type", "text")
                .put("body", body);
    }
}
