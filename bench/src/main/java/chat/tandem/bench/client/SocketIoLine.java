package chat.tandem.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocketClient;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A line over Socket.IO, on the default namespace. It speaks as much of Engine.IO 4 and Socket.IO 5 as a chat needs, and belongs to the
 * event loop that opened it.
 */
final class SocketIoLine implements ChatLine {
    private final Map<Long, Promise<JsonNode>> unanswered = new HashMap<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final Promise<Integer> closed = Promise.promise();
    private final Promise<ChatLine> opened = Promise.promise();
    private final Consumer<ServerFrame.Event> listener;
    private final Carriage carriage;
    private long lastId;

    /** What carries packets of Engine.IO, and hands those that come to {@link #receive}. */
    interface Carriage {
        void send(String packet);

        Future<Void> close();
    }

    /** @param carriages begins to carry for a line */
    private SocketIoLine(Function<SocketIoLine, Carriage> carriages, Consumer<ServerFrame.Event> listener) {
        this.listener = listener;
        this.carriage = carriages.apply(this);
    }

    static Future<ChatLine> overWebSocket(WebSocketClient sockets, URI gateway, Consumer<ServerFrame.Event> listener) {
        return WebSocketCarriage.open(sockets, gateway)
                .compose(socket -> new SocketIoLine(line -> new WebSocketCarriage(socket, line), listener).opened());
    }

    static Future<ChatLine> overPolling(Requests requests, URI gateway, Consumer<ServerFrame.Event> listener) {
        return PollingCarriage.open(requests, gateway)
                .compose(path -> new SocketIoLine(line -> new PollingCarriage(requests, gateway, path, line), listener)
                        .opened());
    }

    private Future<ChatLine> opened() {
        carriage.send("40{}");
        return opened.future();
    }

    @Override
    public Future<JsonNode> commandJson(String event, String data) {
        long id = ++lastId;
        Promise<JsonNode> answer = Promise.promise();
        if (closed.future().isComplete()) {
            answer.fail(new ConnectionLostException(NO_CLOSE_FRAME));
        } else {
            unanswered.put(id, answer);
            carriage.send("42" + id + "[\"" + event + "\"," + data + "]");
        }
        return answer.future();
    }

    /** Takes a packet of Engine.IO. */
    void receive(String packet) {
        try {
            if (packet.equals("2")) {
                carriage.send("3");
            } else if (packet.startsWith("42")) {
                event(ServerFrame.Json.read(packet.substring(2)));
            } else if (packet.startsWith("43")) {
                int bracket = packet.indexOf('[');
                answered(Long.parseLong(packet, 2, bracket, 10), ServerFrame.Json.read(packet.substring(bracket)));
            } else if (packet.startsWith("41") || packet.equals("1")) {
                var unused = close();
            } else if (packet.startsWith("44")) {
                opened.tryFail(new IllegalStateException("refused: " + packet));
            } else if (!packet.startsWith("0") && !packet.startsWith("40") && !packet.equals("6")) {
                violations.add("an unexpected packet: " + packet);
            }
        } catch (RuntimeException notAPacket) {
            violations.add(notAPacket + " in " + packet);
        }
    }

    private void event(JsonNode args) {
        String name = args.path(0).asText();
        listener.accept(new ServerFrame.Event(name, args.path(1)));
        if (name.equals(Transport.SESSION)) {
            opened.tryComplete(this);
        }
    }

    private void answered(long id, JsonNode args) {
        Promise<JsonNode> answer = unanswered.remove(id);
        if (answer == null) {
            violations.add("an answer to a command that does not wait for one: " + id);
        } else if (args.path(0).has("error")) {
            answer.fail(new CommandRefusedException(ChatError.of(args.path(0).path("error"))));
        } else {
            answer.complete(args.path(0));
        }
    }

    /** What carried it is over. */
    void ended(int code) {
        opened.tryFail("closed with " + code);
        if (closed.tryComplete(code)) {
            unanswered.values().forEach(answer -> answer.tryFail(new ConnectionLostException(code)));
            unanswered.clear();
        }
    }

    @Override
    public Future<Integer> closed() {
        return closed.future();
    }

    @Override
    public List<String> violations() {
        return violations;
    }

    @Override
    public Future<Void> close() {
        return carriage.close();
    }
}
