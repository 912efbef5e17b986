package chat.tandem.e2e;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Somebody on {@code /ws} who may say anything, well formed or not, from an address of this machine's choice. */
final class Visitor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final WebSocketClient client;
    private final WebSocket socket;
    private final List<JsonObject> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private int ids;

    private Visitor(WebSocketClient client, WebSocket socket) {
        this.client = client;
        this.socket = socket;
        socket.textMessageHandler(text -> frames.add(new JsonObject(text)));
        socket.closeHandler(over -> closed.complete((int) socket.closeStatusCode()));
        socket.exceptionHandler(fault -> {});
    }

    static Visitor connect(Vertx vertx, URI gateway, String from) {
        var client = vertx.createWebSocketClient(new WebSocketClientOptions().setLocalAddress(from));
        var arrived = new CompletableFuture<Visitor>();
        // Opened on its own context, so that no frame is lost before the handlers are set.
        vertx.runOnContext(here -> client.connect(new WebSocketConnectOptions()
                        .setHost(gateway.getHost())
                        .setPort(gateway.getPort())
                        .setURI("/ws"))
                .onSuccess(socket -> arrived.complete(new Visitor(client, socket)))
                .onFailure(arrived::completeExceptionally));
        return arrived.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Sends a command and waits for its acknowledgement, which holds {@code data} or {@code error}. */
    JsonObject ask(String event, JsonObject data) {
        int id = ++ids;
        write(new JsonObject()
                .put("event", event)
                .put("id", id)
                .put("data", data)
                .encode());
        return first(frame -> Integer.valueOf(id).equals(frame.getValue("ack")), event);
    }

    /** The data of the acknowledgement that a command must get. */
    JsonObject accepted(String event, JsonObject data) {
        var answer = ask(event, data);
        if (!answer.containsKey("data")) {
            throw new AssertionError(event + " was refused: " + answer);
        }
        return answer.getJsonObject("data");
    }

    /** The code of the refusal that a command must meet. */
    String refusal(String event, JsonObject data) {
        var answer = ask(event, data);
        if (!answer.containsKey("error")) {
            throw new AssertionError(event + " was not refused: " + answer);
        }
        return answer.getJsonObject("error").getString("code");
    }

    void write(String text) {
        var unused = socket.writeTextMessage(text);
    }

    /** The data of the first event of this name. */
    JsonObject event(String name) {
        return first(frame -> name.equals(frame.getString("event")), name).getJsonObject("data");
    }

    /** The code that the server closes with. */
    int closeCode() {
        return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private JsonObject first(Predicate<JsonObject> wanted, String what) {
        await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> closed.isDone() || frames.stream().anyMatch(wanted));
        return frames.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + what + " among " + frames.size() + " frames"));
    }

    @Override
    public void close() {
        var unused = socket.close();
        client.close().await();
    }
}
