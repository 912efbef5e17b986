package chat.tandem.e2e;

import static org.awaitility.Awaitility.await;

import chat.tandem.bench.client.ChatClient;
import chat.tandem.bench.client.CommandRefusedException;
import chat.tandem.bench.client.ServerFrame;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody whom a test tells what to do, step by step; it remembers every event. */
final class Person implements AutoCloseable {
    private final WebSocketClient sockets;
    private final List<ServerFrame.Event> events = new CopyOnWriteArrayList<>();
    private final ChatClient client;
    private final JsonNode session;

    private Person(WebSocketClient sockets, URI gateway, String name) {
        this.sockets = sockets;
        client = wait(ChatClient.connect(sockets, gateway, events::add));
        session = ask("hello", Map.of("name", name));
    }

    /** Comes as a new guest. */
    static Person named(String name, Vertx vertx, URI gateway) {
        return new Person(ChatClient.sockets(vertx), gateway, name);
    }

    String user() {
        return session.path("userId").asText();
    }

    String token() {
        return session.path("token").asText();
    }

    /** The acknowledgement's data. */
    JsonNode ask(String command, Map<String, ?> data) {
        return wait(client.command(command, data));
    }

    /** The code with which a command is refused; empty where it is not. */
    String refusal(String command, Map<String, ?> data) {
        return wait(client.command(command, data)
                .map("")
                .recover(failure -> failure instanceof CommandRefusedException refused
                        ? Future.succeededFuture(refused.error().code())
                        : Future.failedFuture(failure)));
    }

    /** Says something; answers the acknowledgement's data. */
    JsonNode say(String conversation, String body) {
        return ask("send-message", message(conversation, "text", "body", body));
    }

    /** The data of a new message. */
    static Map<String, String> message(String conversation, String type, String field, String content) {
        return Map.of("conversationId", conversation, "id", UUID.randomUUID().toString(), "type", type, field, content);
    }

    /** The data of the event with this name that came last; waits for the first. */
    JsonNode told(String event) {
        await(event).until(() -> last(event) != null);
        JsonNode data = last(event);
        return data == null ? session : data;
    }

    private @Nullable JsonNode last(String event) {
        return events.reversed().stream()
                .filter(each -> each.name().equals(event))
                .map(ServerFrame.Event::data)
                .findFirst()
                .orElse(null);
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(40, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        wait(client.close());
        wait(sockets.close());
    }
}
