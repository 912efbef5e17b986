package chat.tandem.bench.failover;

import chat.tandem.bench.client.ChatClient;
import chat.tandem.bench.client.CommandRefusedException;
import chat.tandem.bench.client.ServerFrame;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Somebody in a conversation who comes back as a client should when the connection is lost. Lives on one event loop. */
final class Resident {
    private static final long FIRST_WAIT_MILLIS = 1_000;
    private static final int MOST_DOUBLINGS = 5;

    private final Vertx vertx;
    private final WebSocketClient sockets;
    private final Promise<Void> matched = Promise.promise();
    private final Promise<Long> rejoined = Promise.promise();
    private @Nullable ChatClient client;
    private List<URI> refuges = List.of();
    private String token = "";
    private String conversation = "";
    private boolean leaving;
    private int attempts;

    Resident(Vertx vertx, WebSocketClient sockets) {
        this.vertx = vertx;
        this.sockets = sockets;
    }

    /** Comes to a gateway and looks for the one other person who has this interest. */
    Future<JsonNode> arrive(URI gateway, String interest) {
        return connect(gateway, Map.of("name", "Resident")).compose(session -> {
            token = session.path("token").asText();
            return client().command("join-queue", Map.of("interests", List.of(interest)));
        });
    }

    /** Completes when a partner was found. */
    Future<Void> matched() {
        return matched.future();
    }

    /** From now on a lost connection is made anew to one of these. */
    void flee(List<URI> gateways) {
        refuges = List.copyOf(gateways);
    }

    /** Completes with the moment, by {@link System#nanoTime}, at which the conversation went on; fails where it is over. */
    Future<Long> rejoined() {
        return rejoined.future();
    }

    /** How often it tried to come back. */
    int attempts() {
        return attempts;
    }

    void leave() {
        leaving = true;
        if (client != null) {
            var unused = client.close();
        }
    }

    private Future<JsonNode> connect(URI gateway, Map<String, ?> hello) {
        return ChatClient.connect(sockets, gateway, this::happened).compose(connected -> {
            client = connected;
            connected.closed().onSuccess(code -> closed());
            return connected.command("hello", hello);
        });
    }

    private void happened(ServerFrame.Event event) {
        switch (event.name()) {
            case "matched" -> {
                conversation = event.data().path("conversationId").asText();
                matched.tryComplete();
            }
            case "rejoined" -> rejoined.tryComplete(System.nanoTime());
            case "conversation-ended" -> rejoined.tryFail("the conversation is over: " + event.data());
            default -> {
                // Of no concern here.
            }
        }
    }

    private void closed() {
        if (!leaving && !rejoined.future().isComplete()) {
            comeBack();
        }
    }

    private void comeBack() {
        if (refuges.isEmpty()) {
            matched.tryFail("the connection was lost too early");
            return;
        }
        long most = FIRST_WAIT_MILLIS << Math.min(attempts++, MOST_DOUBLINGS);
        vertx.timer(1 + ThreadLocalRandom.current().nextLong(most)).onSuccess(due -> tryAgain());
    }

    private void tryAgain() {
        var resume = Map.of("conversationId", conversation, "sequence", 0);
        var hello = new HashMap<String, Object>(Map.of("token", token, "resume", resume));
        var gateway = refuges.get(ThreadLocalRandom.current().nextInt(refuges.size()));
        connect(gateway, hello).onFailure(failure -> {
            if (failure instanceof CommandRefusedException && client != null) {
                var unused = client.close(); // the close brings the next attempt
            } else if (!rejoined.future().isComplete() && !leaving) {
                comeBack();
            }
        });
    }

    private ChatClient client() {
        if (client == null) {
            throw new IllegalStateException("has not arrived");
        }
        return client;
    }
}
