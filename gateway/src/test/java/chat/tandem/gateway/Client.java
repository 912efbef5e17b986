package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A client on {@code /ws} that remembers every frame it was sent, in order, and holds each against what is described. */
final class Client implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WebSocketClient factory;
    private final WebSocket socket;
    private final List<JsonObject> frames = new CopyOnWriteArrayList<>();
    private final Frames described = new Frames();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private int ids;

    private Client(WebSocketClient factory, WebSocket socket) {
        this.factory = factory;
        this.socket = socket;
        socket.textMessageHandler(this::take);
        socket.closeHandler(v -> closed.complete((int) socket.closeStatusCode()));
        socket.exceptionHandler(fault -> {});
    }

    private void take(String text) {
        JsonObject frame = new JsonObject(text);
        described.received(frame);
        frames.add(frame);
    }

    static Client connect(Vertx vertx, int port) {
        return connect(
                vertx,
                port,
                new WebSocketClientOptions().setMaxFrameSize(1 << 21).setMaxMessageSize(1 << 21));
    }

    static Client connect(Vertx vertx, int port, WebSocketClientOptions options) {
        WebSocketClient factory = vertx.createWebSocketClient(options);
        CompletableFuture<Client> client = new CompletableFuture<>();
        // Opened on its own context, so that no frame is lost before the handlers are set.
        WebSocketConnectOptions request =
                new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI("/ws");
        ProxyInFront.headers(port).forEach(request::addHeader);
        vertx.runOnContext(v -> factory.connect(request)
                .onSuccess(socket -> client.complete(new Client(factory, socket)))
                .onFailure(client::completeExceptionally));
        return client.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Says hello and returns the session's data. */
    JsonObject hello(JsonObject data) {
        return ask("hello", data).getJsonObject("data");
    }

    JsonObject hello() {
        return hello(new JsonObject());
    }

    /** Sends a command and waits for its acknowledgement, data or error. */
    JsonObject ask(String event, JsonObject data) {
        return ack(send(event, data));
    }

    /** The error of a command that is refused. */
    JsonObject refusal(String event, JsonObject data) {
        return refusal(event, data.encode());
    }

    JsonObject refusal(String event, String data) {
        JsonObject ack = ack(send(event, data));
        assertThat(ack.getJsonObject("error"))
                .as("%s must be refused, got %s", event, ack)
                .isNotNull();
        return ack.getJsonObject("error");
    }

    /** Sends a command with an id of its own, and returns that. */
    int send(String event, JsonObject data) {
        return send(event, data.encode());
    }

    int send(String event, String data) {
        int id = ++ids;
        String frame = "{\"event\":\"" + event + "\",\"id\":" + id + ",\"data\":" + data + "}";
        described.sent(id, frame);
        write(frame);
        return id;
    }

    void write(String text) {
        socket.writeTextMessage(text);
    }

    void writeBinary(Buffer bytes) {
        socket.writeBinaryMessage(bytes);
    }

    void writeFrame(WebSocketFrame frame) {
        socket.writeFrame(frame);
    }

    JsonObject ack(int id) {
        return first(frame -> Integer.valueOf(id).equals(frame.getValue("ack")), "ack " + id);
    }

    /** The data of the first event of this name. */
    JsonObject event(String name) {
        return first(frame -> name.equals(frame.getString("event")), name).getJsonObject("data");
    }

    private JsonObject first(Predicate<JsonObject> wanted, String what) {
        await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> closed.isDone() || frames.stream().anyMatch(wanted));
        return frames.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + what + " in " + frames + ", closed " + closed));
    }

    /** What the server sent so far, in order: names of events, {@code ack N} and {@code error N}. */
    List<String> heard() {
        return frames.stream().map(Client::title).toList();
    }

    private static String title(JsonObject frame) {
        if (!frame.containsKey("ack")) {
            return frame.getString("event");
        }
        return (frame.containsKey("error") ? "error " : "ack ") + frame.getValue("ack");
    }

    List<JsonObject> frames() {
        return List.copyOf(frames);
    }

    /** The code that the server closed with. */
    int closeCode() {
        return closed.orTimeout(15, TimeUnit.SECONDS).join();
    }

    boolean open() {
        return !closed.isDone();
    }

    void pauseReading() {
        socket.pause();
    }

    void resumeReading() {
        socket.resume();
    }

    static String messageId() {
        return UUID.randomUUID().toString();
    }

    /** Leaves without a close frame's ceremony being waited for. */
    @Override
    public void close() {
        socket.close();
        factory.close();
        described.assertDescribed();
    }
}
