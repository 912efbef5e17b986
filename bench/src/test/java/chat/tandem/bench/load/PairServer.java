package chat.tandem.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A gateway of a few lines in this process: it pairs by interest and relays, and can be told to do it wrong. */
final class PairServer {
    /** What it does wrong with the tenth message of each client. */
    enum Fault {
        NONE,
        LOSES,
        REPEATS,
        SWAPS,
        REFUSES,
        MISDELIVERS,
        CLOSES
    }

    private static final class Client {
        final String user = UUID.randomUUID().toString();
        final ServerWebSocket socket;
        String conversation = "";
        long[] sequence = {0};
        int messages;

        @Nullable
        Client partner;

        @Nullable
        JsonObject heldBack;

        Client(ServerWebSocket socket) {
            this.socket = socket;
        }

        void event(String event, JsonObject data) {
            var unused = socket.writeTextMessage(
                    new JsonObject().put("event", event).put("data", data).encode());
        }
    }

    private final Fault fault;
    private final Map<String, Client> waiting = new HashMap<>();
    private final HttpServer server;

    private PairServer(Vertx vertx, Fault fault) {
        this.fault = fault;
        server = vertx.createHttpServer(new HttpServerOptions().setPort(0)).webSocketHandler(this::accept);
    }

    static Future<URI> start(Vertx vertx, Fault fault) {
        var server = new PairServer(vertx, fault);
        return server.server.listen().map(listening -> URI.create("ws://localhost:" + listening.actualPort()));
    }

    private void accept(ServerWebSocket socket) {
        var client = new Client(socket);
        socket.textMessageHandler(text -> {
            var frame = new JsonObject(text);
            var data = frame.getJsonObject("data");
            var answer = new JsonObject().put("ack", frame.getLong("id"));
            switch (frame.getString("event")) {
                case "hello" -> answer.put("data", new JsonObject().put("userId", client.user));
                case "join-queue" -> answer.put("data", new JsonObject().put("state", "waiting"));
                default -> send(client, data, answer);
            }
            var unused = socket.writeTextMessage(answer.encode());
            if (frame.getString("event").equals("join-queue")) {
                join(client, data.getJsonArray("interests"));
            }
        });
    }

    private void join(Client client, JsonArray interests) {
        var other = waiting.remove(interests.getString(0));
        if (other == null) {
            waiting.put(interests.getString(0), client);
            return;
        }
        client.partner = other;
        other.partner = client;
        client.conversation = UUID.randomUUID().toString();
        other.conversation = client.conversation;
        other.sequence = client.sequence;
        matched(client, other);
        matched(other, client);
    }

    private static void matched(Client client, Client partner) {
        client.event(
                "matched",
                new JsonObject().put("conversationId", client.conversation).put("partnerId", partner.user));
    }

    private void send(Client client, JsonObject data, JsonObject answer) {
        var tenth = ++client.messages == 10 ? fault : Fault.NONE;
        if (tenth == Fault.REFUSES) {
            answer.put("error", new JsonObject().put("code", "rate-limited").put("retryAfterMs", 100));
            return;
        }
        if (tenth == Fault.CLOSES) {
            var unused = client.socket.close((short) 4003);
            return;
        }
        var sequence = ++client.sequence[0];
        answer.put("data", new JsonObject().put("sequence", sequence));
        deliver(
                client,
                new JsonObject()
                        .put("conversationId", client.conversation)
                        .put("sequence", sequence)
                        .put("from", client.user)
                        .put("body", data.getString("body")),
                tenth);
    }

    private static void deliver(Client from, JsonObject message, Fault fault) {
        var to = fault == Fault.MISDELIVERS ? from : from.partner;
        if (to == null || fault == Fault.LOSES) {
            return;
        }
        if (fault == Fault.SWAPS) {
            from.heldBack = message;
            return;
        }
        to.event("receive-message", message);
        if (fault == Fault.REPEATS) {
            to.event("receive-message", message);
        }
        if (from.heldBack != null) {
            to.event("receive-message", from.heldBack);
            from.heldBack = null;
        }
    }
}
