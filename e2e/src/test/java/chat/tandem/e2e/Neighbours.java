package chat.tandem.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Two people who chat for as long as it takes, each message when the one before was acknowledged. */
final class Neighbours implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 20;

    private final Line one;
    private final Line other;
    private final CompletableFuture<Integer> said;
    private volatile boolean enough;

    Neighbours(URI gateway, Transport ones, Transport others) {
        one = ones.open(null, gateway, new JsonObject().put("name", "Ada"));
        other = others.open(null, gateway, new JsonObject().put("name", "Ben"));
        String conversation = meet();
        said = CompletableFuture.supplyAsync(
                () -> chat(conversation), task -> Thread.ofVirtual().start(task));
    }

    /** By an interest that nobody else has. */
    private String meet() {
        String secret = one.told("session").getString("userId").substring(0, 30);
        var interests = new JsonObject().put("interests", List.of(secret));
        one.ask("join-queue", interests);
        other.ask("join-queue", interests);
        return one.told("matched").getString("conversationId");
    }

    private int chat(String conversation) {
        int number = 0;
        while (!enough) {
            say(one, Line.message(conversation, "one " + number));
            say(other, Line.message(conversation, "other " + number));
            number++;
            pause();
        }
        return number;
    }

    /** As every client does: what was perhaps not done, for the processors were busy, is tried again with the same id. */
    private static void say(Line line, JsonObject message) {
        JsonObject answer = line.command("send-message", message)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        if (answer.containsKey("error")) {
            assertThat(answer.getJsonObject("error").getString("code")).isEqualTo("unavailable");
            System.out.println("tried again: " + message.getString("body"));
            pause();
            say(line, message);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets them come to an end; each has heard all that the other said, once and in order, and of nothing else. Answers how much. */
    int undisturbed() {
        enough = true;
        int messages = said.join();
        check(one, "other", messages);
        check(other, "one", messages);
        return 2 * messages;
    }

    private static void check(Line line, String from, int messages) {
        await().atMost(PATIENCE).until(() -> bodies(line).size() >= messages);
        assertThat(bodies(line))
                .isEqualTo(IntStream.range(0, messages)
                        .mapToObj(number -> from + " " + number)
                        .toList());
        assertThat(line.over()).isFalse();
        assertThat(line.names())
                .containsOnlyOnce("session", "matched")
                .doesNotContainAnyElementsOf(
                        List.of("partner-disconnected", "conversation-ended", "session-replaced", "error", "rejoined"));
    }

    private static List<String> bodies(Line line) {
        return line.heard().stream()
                .filter(heard -> heard.event().equals("receive-message"))
                .map(heard -> heard.data().getString("body"))
                .toList();
    }

    @Override
    public void close() {
        enough = true;
        one.close();
        other.close();
    }
}
