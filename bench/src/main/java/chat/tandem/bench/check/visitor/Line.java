package chat.tandem.bench.check.visitor;

import chat.tandem.bench.check.history.What;
import chat.tandem.bench.client.ChatClient;
import chat.tandem.bench.client.ChatError;
import chat.tandem.bench.client.CommandRefusedException;
import chat.tandem.bench.client.ServerFrame;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One connection: what is asked on it and what comes on it, all of it noted. */
final class Line {
    private static final Duration HANDSHAKE_PATIENCE = Duration.ofSeconds(3);

    private final Place place;
    private final Notes notes;
    private final Consumer<ServerFrame.Event> events;
    private @Nullable ChatClient client;
    private IntConsumer closed = code -> {};
    private long heardAt = System.nanoTime();
    private boolean dropped;

    private Line(Place place, int visitor, Consumer<ServerFrame.Event> events) {
        this.place = place;
        this.notes = new Notes(place, visitor);
        this.events = events;
    }

    /** Opens a connection of a tab to a gateway. */
    static Future<Line> open(Place place, int visitor, int tab, URI gateway, Consumer<ServerFrame.Event> events) {
        var line = new Line(place, visitor, events);
        return ChatClient.connect(place.sockets, gateway, HANDSHAKE_PATIENCE, line::happened)
                .map(connected -> {
                    line.client = connected;
                    line.notes.add(new What.Opened(tab, gateway.getAuthority()));
                    connected.closed().onSuccess(line::closed);
                    return line;
                });
    }

    void onClosed(IntConsumer handler) {
        closed = handler;
    }

    /** For how long nothing has come from the gateway. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardAt);
    }

    boolean up() {
        return !dropped;
    }

    Notes notes() {
        return notes;
    }

    // ---- asking ----

    /** Sends {@code hello}. What it says is noted here, what comes back by whoever makes sense of it. */
    Future<JsonNode> hello(Map<String, ?> data, String resume, long sequence) {
        notes.add(new What.Greeted(resume, sequence));
        return command("hello", data);
    }

    /** Sends a command that concerns a conversation, or none (empty). */
    Future<JsonNode> ask(String name, String conversation, Map<String, ?> data) {
        var command = place.newCommand();
        notes.add(new What.Asked(command, name, conversation));
        return command(name, data)
                .onSuccess(answer -> notes.done(command, name, conversation, answer))
                .onFailure(failure -> {
                    if (error(failure) != null) {
                        notes.add(new What.Answered(command, name, conversation, code(failure)));
                    }
                });
    }

    /** Sends a message; completes with its sequence. */
    Future<Long> send(Outgoing message) {
        notes.add(new What.Sent(message.conversation, message.id, message.body, message.attempt()));
        return command(
                        "send-message",
                        Map.of(
                                "conversationId", message.conversation,
                                "id", message.id,
                                "type", "text",
                                "body", message.body))
                .map(ack -> {
                    var sequence = ack.path("sequence").asLong();
                    notes.add(new What.Acked(
                            message.conversation,
                            ack.path("id").asText(),
                            sequence,
                            ack.path("sentAt").asLong()));
                    return sequence;
                })
                .onFailure(failure -> {
                    if (error(failure) != null) {
                        notes.add(new What.Refused(message.conversation, message.id, code(failure)));
                    }
                });
    }

    private Future<JsonNode> command(String name, Map<String, ?> data) {
        if (client == null || dropped) {
            return Future.failedFuture("the connection is over");
        }
        // What comes after the client dropped the connection is nobody's.
        return client.command(name, data)
                .compose(
                        this::heard,
                        failure -> dropped ? Future.failedFuture("the connection is over") : heard(failure));
    }

    private Future<JsonNode> heard(JsonNode data) {
        if (dropped) {
            return Future.failedFuture("the connection is over");
        }
        heardAt = System.nanoTime();
        return Future.succeededFuture(data);
    }

    private Future<JsonNode> heard(Throwable failure) {
        heardAt = System.nanoTime();
        return Future.failedFuture(failure);
    }

    /** What the gateway answered where it refused; null where the connection was lost. */
    static @Nullable ChatError error(Throwable failure) {
        return failure instanceof CommandRefusedException refused ? refused.error() : null;
    }

    /** The error's code, or {@code lost}. */
    static String code(Throwable failure) {
        var error = error(failure);
        return error == null ? "lost" : error.code();
    }

    // ---- hearing ----

    private void happened(ServerFrame.Event event) {
        if (dropped) {
            return;
        }
        heardAt = System.nanoTime();
        notes.event(event);
        events.accept(event);
    }

    // ---- the end ----

    private void closed(int code) {
        if (client != null) {
            client.violations().forEach(violation -> notes.add(new What.Broken(violation)));
        }
        if (!dropped) {
            dropped = true;
            notes.add(new What.Closed(code, false));
            closed.accept(code);
        }
    }

    /** Closes it as somebody who goes, or cuts it so that the gateway may hear of it late and answers get lost. */
    void drop(boolean cleanly) {
        if (dropped || client == null) {
            return;
        }
        dropped = true;
        notes.add(new What.Closed(ChatClient.NO_CLOSE_FRAME, true));
        if (cleanly) {
            client.close();
        } else {
            place.wires.cut(client.socket().localAddress().port());
        }
    }

    /** Lets the network cut it: the client finds out as it does of any other cut. */
    void cutByNetwork() {
        if (!dropped && client != null) {
            place.wires.cut(client.socket().localAddress().port());
        }
    }
}
