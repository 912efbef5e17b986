package chat.tandem.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One connection to a gateway's {@code /ws}. It numbers commands and finds the answer to each; events go to the one
 * listener, in the order in which they came, on the Vert.x context that connected. It may be used from any thread.
 *
 * <p>It knows the frames and nothing of what they mean: no reconnecting, no resuming, no retries.
 */
public final class ChatClient implements ChatLine {
    private static final Duration HANDSHAKE_PATIENCE = Duration.ofSeconds(10);

    private final WebSocket socket;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, Promise<JsonNode>> unanswered = new ConcurrentHashMap<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final Promise<Integer> closed = Promise.promise();
    private final Consumer<ServerFrame.Event> listener;

    private ChatClient(WebSocket socket, Consumer<ServerFrame.Event> listener) {
        this.socket = socket;
        this.listener = listener;
        socket.textMessageHandler(this::receive);
        socket.exceptionHandler(failure -> {}); // a close follows, which tells
        socket.closeHandler(nothing -> end());
    }

    /** A client of WebSockets for any number of connections, for {@link #connect}; close it when done. */
    public static WebSocketClient sockets(Vertx vertx) {
        return vertx.createWebSocketClient(options());
    }

    /** The same from one of this machine's addresses. */
    static WebSocketClient sockets(Vertx vertx, String from) {
        var options = options();
        options.setLocalAddress(from);
        return vertx.createWebSocketClient(options);
    }

    private static WebSocketClientOptions options() {
        return new WebSocketClientOptions()
                .setMaxConnections(1_000_000)
                .setConnectTimeout(10_000)
                .setTcpNoDelay(true);
    }

    /**
     * Opens a connection. {@code hello} is the caller's first command.
     *
     * @param gateway such as {@code ws://localhost:8080}; {@code /ws} is added where it has no path
     * @param listener gets the events
     */
    public static Future<ChatClient> connect(
            WebSocketClient sockets, URI gateway, Consumer<ServerFrame.Event> listener) {
        return connect(sockets, gateway, HANDSHAKE_PATIENCE, listener);
    }

    /** The same, with how long the handshake may take. */
    public static Future<ChatClient> connect(
            WebSocketClient sockets, URI gateway, Duration patience, Consumer<ServerFrame.Event> listener) {
        var path = gateway.getPath() == null || gateway.getPath().length() < 2 ? "/ws" : gateway.getPath();
        var options = new WebSocketConnectOptions()
                .setHost(gateway.getHost())
                .setPort(gateway.getPort())
                .setURI(path)
                .setTimeout(patience.toMillis());
        return sockets.connect(options).map(socket -> new ChatClient(socket, listener));
    }

    @Override
    public Future<JsonNode> commandJson(String event, String data) {
        var id = lastId.incrementAndGet();
        Promise<JsonNode> answer = Promise.promise();
        unanswered.put(id, answer);
        sendText("{\"event\":\"" + event + "\",\"id\":" + id + ",\"data\":" + data + "}");
        if (closed.future().isComplete()) {
            end();
        }
        return answer.future();
    }

    /** Sends a text frame as it is: for what no well-behaved client sends. A closed connection ignores it. */
    public void sendText(String text) {
        if (!socket.isClosed()) {
            var unused = socket.writeTextMessage(text);
        }
    }

    /** The connection itself, for what this class does not offer. */
    public WebSocket socket() {
        return socket;
    }

    @Override
    public Future<Integer> closed() {
        return closed.future();
    }

    /** How many commands have no answer yet. */
    public int unanswered() {
        return unanswered.size();
    }

    @Override
    public Future<Void> close() {
        return socket.close();
    }

    @Override
    public List<String> violations() {
        return violations;
    }

    private void receive(String text) {
        try {
            switch (ServerFrame.parse(text)) {
                case ServerFrame.Event event -> listener.accept(event);
                case ServerFrame.Ack ack -> answer(ack.id(), text).complete(ack.data());
                case ServerFrame.Refusal refusal ->
                    answer(refusal.id(), text).fail(new CommandRefusedException(refusal.error()));
            }
        } catch (IllegalArgumentException notAFrame) {
            violations.add(String.valueOf(notAFrame.getMessage()));
        }
    }

    private Promise<JsonNode> answer(long id, String text) {
        var promise = unanswered.remove(id);
        if (promise == null) {
            throw new IllegalArgumentException("an answer to a command that does not wait for one: " + text);
        }
        return promise;
    }

    private void end() {
        var told = socket.closeStatusCode();
        int code = told == null ? NO_CLOSE_FRAME : told;
        closed.tryComplete(code);
        unanswered.forEach((id, answer) -> answer.tryFail(new ConnectionLostException(code)));
        unanswered.clear();
    }
}
