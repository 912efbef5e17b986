package chat.tandem.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.parsetools.RecordParser;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A line of server-sent events, and a request for each command. A command waits for the answer to the one before, for only so do they
 * stay in order. It belongs to the event loop that opened it.
 */
final class StreamLine implements ChatLine {
    private static final int OK = 200;

    private final Requests requests;
    private final URI gateway;
    private final HttpClientResponse stream;
    private final Consumer<ServerFrame.Event> listener;
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final Promise<ChatLine> opened = Promise.promise();
    private final Promise<Integer> closed = Promise.promise();
    private Future<?> last = Future.succeededFuture();
    private String token = "";
    private String connection = "";
    private long lastId;

    private StreamLine(
            Requests requests, URI gateway, HttpClientResponse stream, Consumer<ServerFrame.Event> listener) {
        this.requests = requests;
        this.gateway = gateway;
        this.stream = stream;
        this.listener = listener;
    }

    static Future<ChatLine> open(Requests requests, URI gateway, Consumer<ServerFrame.Event> listener) {
        return requests.stream(gateway, "/sse").compose(stream -> {
            StreamLine line = new StreamLine(requests, gateway, stream, listener);
            if (stream.statusCode() != OK) {
                return Future.failedFuture("the stream was answered with " + stream.statusCode());
            }
            stream.exceptionHandler(broken -> line.ended());
            stream.endHandler(end -> line.ended());
            stream.handler(RecordParser.newDelimited("\n\n", block -> line.receive(block.toString())));
            return line.opened.future();
        });
    }

    private void receive(String block) {
        String name = "";
        String data = "";
        for (String one : block.split("\n", -1)) {
            if (one.startsWith("event: ")) {
                name = one.substring("event: ".length());
            } else if (one.startsWith("data: ")) {
                data = one.substring("data: ".length());
            }
        }
        if (!name.isEmpty()) {
            event(name, data);
        }
    }

    private void event(String name, String data) {
        try {
            JsonNode node = ServerFrame.Json.read(data);
            listener.accept(new ServerFrame.Event(name, node));
            if (name.equals(Transport.SESSION)) {
                token = node.path("token").asText();
                connection = node.path("connectionId").asText();
                opened.tryComplete(this);
            }
        } catch (IllegalArgumentException notJson) {
            violations.add(String.valueOf(notJson.getMessage()));
        }
    }

    @Override
    public Future<JsonNode> commandJson(String event, String data) {
        long id = ++lastId;
        String frame = "{\"event\":\"" + event + "\",\"id\":" + id + ",\"data\":" + data + "}";
        Future<JsonNode> answer = last.transform(before -> post(frame)).compose(answered -> read(id, answered));
        last = answer;
        return answer;
    }

    private Future<Requests.Answer> post(String frame) {
        if (closed.future().isComplete()) {
            return Future.failedFuture(new ConnectionLostException(NO_CLOSE_FRAME));
        }
        return requests.post(
                        gateway,
                        "/commands",
                        frame,
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        "Bearer " + token,
                        "Tandem-Connection",
                        connection)
                .recover(broken -> Future.failedFuture(new ConnectionLostException(NO_CLOSE_FRAME)));
    }

    private Future<JsonNode> read(long id, Requests.Answer answered) {
        JsonNode answer = ServerFrame.Json.read(answered.body());
        if (answer.has("error")) {
            return Future.failedFuture(new CommandRefusedException(ChatError.of(answer.path("error"))));
        }
        if (answered.status() != OK || answer.path("ack").asLong() != id) {
            violations.add("answered with " + answered.status() + ": " + answered.body());
        }
        return Future.succeededFuture(answer.path("data"));
    }

    private void ended() {
        opened.tryFail("the stream is over");
        closed.tryComplete(NO_CLOSE_FRAME);
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
        closed.tryComplete(NO_CLOSE_FRAME);
        return stream.request().connection().close();
    }
}
