package chat.tandem.e2e;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.engineio.client.Transport;
import io.socket.engineio.parser.Packet;
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
    private volatile String carrier = "";
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
        socket.io().on(Manager.EVENT_TRANSPORT, opened -> watch((Transport) opened[0]));
        socket.onAnyIncoming(args -> hear((String) args[0], data(args[1])));
        socket.on(Socket.EVENT_DISCONNECT, reason -> over = true);
        socket.on(Socket.EVENT_CONNECT_ERROR, error -> over = true);
        socket.connect();
        told("session");
    }

    /** What brings messages carries; one that is only being probed does not. */
    private void watch(Transport transport) {
        transport.on(Transport.EVENT_PACKET, packet -> {
            if (((Packet<?>) packet[0]).type.equals(Packet.MESSAGE)) {
                carrier = transport.name;
            }
        });
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
    String carrier() {
        return carrier;
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
