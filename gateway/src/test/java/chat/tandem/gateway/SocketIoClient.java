package chat.tandem.gateway;

import static org.awaitility.Awaitility.await;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** The reference client for Java, which remembers every event, in order. */
final class SocketIoClient implements AutoCloseable {
    private static final List<String> EVENTS = List.of(
            "session",
            "matched",
            "receive-message",
            "partner-typing",
            "message-read",
            "conversation-ended",
            "rejoined",
            "session-replaced",
            "server-draining",
            "online-count",
            "partner-disconnected",
            "partner-reconnected",
            "error");

    private final Socket socket;
    private final Frames described = new Frames();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final CompletableFuture<JsonObject> refused = new CompletableFuture<>();

    /** As the client hands it to its handlers; where it is given one, the position comes along. */
    record Event(String name, JsonObject data, @Nullable String position) {}

    private SocketIoClient(int port, Map<String, String> auth, String... transports) {
        IO.Options options = IO.Options.builder()
                .setTransports(transports)
                .setAuth(auth)
                .setForceNew(true)
                .setReconnection(false)
                .setExtraHeaders(ProxyInFront.headers(port).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))))
                .build();
        socket = IO.socket(URI.create("http://127.0.0.1:" + port), options);
        for (String event : EVENTS) {
            socket.on(event, args -> {
                JsonObject data = new JsonObject(args[0].toString());
                described.received(event, data);
                events.add(new Event(event, data, args.length > 1 ? (String) args[1] : null));
            });
        }
        socket.on(Socket.EVENT_DISCONNECT, args -> ends.add((String) args[0]));
        socket.on(Socket.EVENT_CONNECT_ERROR, args -> {
            if (args[0] instanceof JSONObject error) {
                refused.complete(new JsonObject(error.toString()));
            }
        });
    }

    static SocketIoClient connect(int port, Map<String, String> auth, String... transports) {
        SocketIoClient client = new SocketIoClient(port, auth, transports);
        client.socket.connect();
        return client;
    }

    JsonObject session() {
        return event("session").data();
    }

    /** The first event of this name. */
    Event event(String name) {
        await(name)
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> heard().contains(name));
        return events.stream()
                .filter(event -> event.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    List<String> heard() {
        return events.stream().map(Event::name).toList();
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    /** The one argument of the acknowledgement. */
    JsonObject ask(String event, Object... args) {
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        Object[] sent = Arrays.stream(args)
                .map(arg -> arg instanceof JsonObject json ? (Object) toJson(json) : arg)
                .toArray();
        socket.emit(event, sent, (Ack) reply -> answer.complete(new JsonObject(reply[0].toString())));
        return answer.orTimeout(20, TimeUnit.SECONDS).join();
    }

    void tell(String event, JsonObject data) {
        socket.emit(event, toJson(data));
    }

    private static JSONObject toJson(JsonObject json) {
        return new JSONObject(json.getMap());
    }

    /** Why the server sent the client out, or how the line ended. */
    String end() {
        try {
            return String.valueOf(ends.poll(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a client is told that was not let in: message and data. */
    JsonObject refusal() {
        return refused.orTimeout(20, TimeUnit.SECONDS).join();
    }

    boolean connected() {
        return socket.connected();
    }

    @Override
    public void close() {
        socket.disconnect();
        described.assertDescribed();
    }
}
