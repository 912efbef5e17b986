package chat.tandem.e2e;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.json.JSONException;
import org.json.JSONObject;

/** A line over Socket.IO, by the official client for Java. It does not come back by itself. */
final class JavaLine extends Line {
    private final Socket socket;
    private volatile boolean over;

    /** @param transports as the client's option: with two of them it begins with the first, and goes over to the second */
    JavaLine(URI gateway, JsonObject hello, String... transports) {
        IO.Options options = IO.Options.builder()
                .setTransports(transports)
                .setForceNew(true)
                .setReconnection(false)
                .setAuth(auth(hello))
                .build();
        socket = IO.socket(gateway, options);
        socket.onAnyIncoming(args -> hear((String) args[0], data(args[1])));
        socket.on(Socket.EVENT_DISCONNECT, reason -> over = true);
        socket.on(Socket.EVENT_CONNECT_ERROR, error -> over = true);
        socket.connect();
        told("session");
    }

    /** This client takes texts there, or where a value is an object one of its own kind. */
    @SuppressWarnings("unchecked")
    private static Map<String, String> auth(JsonObject hello) {
        Map<String, Object> auth = new HashMap<>(hello.getMap());
        auth.replaceAll((name, value) -> value instanceof JsonObject object ? theirs(object) : value);
        return (Map<String, String>) (Map<String, ?>) auth;
    }

    private static JSONObject theirs(JsonObject data) {
        try {
            return new JSONObject(data.encode());
        } catch (JSONException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonObject data(Object argument) {
        return new JsonObject(argument.toString());
    }

    @Override
    CompletableFuture<JsonObject> command(String event, JsonObject data) {
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        socket.emit(event, new Object[] {theirs(data)}, (Ack) args -> {
            JsonObject ack = data(args[0]);
            answer.complete(ack.containsKey("error") ? ack : new JsonObject().put("data", ack));
        });
        return answer;
    }

    @Override
    boolean over() {
        return over;
    }

    @Override
    public void close() {
        socket.close();
    }
}
