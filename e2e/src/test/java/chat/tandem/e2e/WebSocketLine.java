package chat.tandem.e2e;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A line over {@code /ws}. */
final class WebSocketLine extends Line {
    private final Map<Integer, CompletableFuture<JsonObject>> unanswered = new ConcurrentHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private volatile boolean over;
    private int ids;

    WebSocketLine(URI gateway, JsonObject hello) {
        URI place = URI.create("ws://" + gateway.getAuthority() + "/ws");
        socket = http.newWebSocketBuilder().buildAsync(place, new Ear()).join();
        hear("session", ask("hello", hello));
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(new JsonObject(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            over = true;
            return null;
        }
    }

    private void take(JsonObject frame) {
        if (frame.containsKey("event")) {
            hear(frame.getString("event"), frame.getJsonObject("data"));
            return;
        }
        CompletableFuture<JsonObject> answered = unanswered.remove(frame.getInteger("ack"));
        if (answered != null) {
            answered.complete(frame);
        }
    }

    @Override
    synchronized CompletableFuture<JsonObject> command(String event, JsonObject data) {
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        int id = ++ids;
        unanswered.put(id, answer);
        JsonObject frame = new JsonObject().put("event", event).put("id", id).put("data", data);
        socket.sendText(frame.encode(), true).join();
        return answer;
    }

    @Override
    String carrier() {
        return "websocket";
    }

    @Override
    boolean over() {
        return over;
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
