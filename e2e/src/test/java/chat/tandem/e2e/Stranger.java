package chat.tandem.e2e;

import chat.tandem.bench.client.ChatClient;
import chat.tandem.bench.client.CommandRefusedException;
import chat.tandem.bench.client.ServerFrame;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who looks for strangers, has a {@link Talk} with each and goes on to the next, as a client should behave, and
 * notes everything in a {@link Ledger}. Lives on one event loop.
 */
final class Stranger {
    private static final List<String> INTERESTS = List.of("music", "Ships", "chess");
    private static final long ANSWER_MILLIS = 10;
    private static final long RATE_LIMITED_MILLIS = 500;

    private final Vertx vertx;
    private final Random random;
    private final Ledger ledger;
    private @Nullable ChatClient client;
    private String user = "";
    private @Nullable Talk talk;
    private boolean joining;
    private boolean lastCall;
    private boolean gone;
    private int talks;
    private int asksAgain;

    Stranger(Vertx vertx, long seed, Ledger ledger) {
        this.vertx = vertx;
        this.random = new Random(seed);
        this.ledger = ledger;
    }

    /** Connects and looks for somebody; completes when waiting. */
    Future<Void> arrive(WebSocketClient sockets, URI gateway) {
        return ChatClient.connect(sockets, gateway, this::happened)
                .compose(connected -> {
                    client = connected;
                    connected.closed().onSuccess(code -> closed(connected, code));
                    return connected.command("hello", Map.of("name", "Stranger " + random.nextInt(1_000)));
                })
                .compose(session -> {
                    user = session.path("userId").asText();
                    return join();
                });
    }

    String user() {
        return user;
    }

    /** How many conversations it has had. */
    int talks() {
        return talks;
    }

    /** No further conversation: it ends the one it is in, leaves, and disconnects. */
    void lastCall() {
        lastCall = true;
        if (talk == null) {
            leaveQueue();
        }
    }

    /** Whether it has disconnected. */
    boolean gone() {
        return gone;
    }

    private void leaveQueueIfLastCall() {
        if (lastCall) {
            leaveQueue();
        }
    }

    private void leaveQueue() {
        command("leave-queue", Map.of())
                .onSuccess(idle -> disconnect())
                .onFailure(refused -> expect(refused, "wrong-state")); // matched is on its way, and ends in good time
    }

    /** Once every command is answered, so that nobody wonders whether it took effect; a conversation comes first. */
    private void disconnect() {
        if (unanswered() > 0) {
            vertx.timer(ANSWER_MILLIS).onSuccess(later -> disconnect());
        } else if (talk == null) {
            var unused = client().close();
        }
    }

    private void closed(ChatClient connection, int code) {
        connection.violations().forEach(ledger::fault);
        if (!lastCall) {
            ledger.fault(user + " was closed with " + code);
        }
        gone = true;
    }

    private void happened(ServerFrame.Event event) {
        var data = event.data();
        switch (event.name()) {
            case "matched" -> matched(data);
            case "receive-message" -> inTalk(event, now -> now.received(data));
            case "conversation-ended" ->
                inTalk(event, now -> {
                    now.partnerLeft();
                    over(now);
                });
            case "partner-typing", "message-read" -> inTalk(event, now -> {});
            case "session", "online-count" -> {}
            default -> ledger.fault(user + " was told " + event.name() + " " + data);
        }
    }

    private void matched(JsonNode data) {
        if (talk != null || joining) {
            ledger.fault(user + " was matched " + (joining ? "before the acknowledgement" : "in a conversation"));
        }
        talk = new Talk(vertx, this, ledger, data, random);
        talk.begin();
    }

    /** Nothing may be told of a conversation that we are not in. */
    private void inTalk(ServerFrame.Event event, Consumer<Talk> step) {
        var now = talk;
        if (now == null
                || !now.conversation()
                        .equals(event.data().path("conversationId").asText())) {
            ledger.fault(user + " is not in the conversation of " + event.name() + " " + event.data());
        } else {
            step.accept(now);
        }
    }

    boolean isIn(Talk asked) {
        return talk == asked;
    }

    private Future<Void> join() {
        joining = true;
        return command("join-queue", interests())
                .andThen(answered -> joining = false)
                .onSuccess(waiting -> leaveQueueIfLastCall())
                .mapEmpty();
    }

    private Map<String, Object> interests() {
        return random.nextBoolean()
                ? Map.of()
                : Map.of("interests", List.of(INTERESTS.get(random.nextInt(INTERESTS.size()))));
    }

    /** Leaves a conversation, in one of the two ways that there are. */
    void part(Talk now) {
        if (lastCall || random.nextBoolean()) {
            command("leave-conversation", Map.of("conversationId", now.conversation()))
                    .onSuccess(idle -> over(now))
                    .onFailure(refused -> expect(refused, "wrong-state")); // the other was faster, and we are told so
        } else {
            next(now);
        }
    }

    private void next(Talk now) {
        var data = new HashMap<>(interests());
        data.put("conversationId", now.conversation());
        joining = true;
        command("next", data)
                .andThen(answered -> joining = false)
                .onSuccess(waiting -> {
                    talk = null;
                    talks++;
                    leaveQueueIfLastCall();
                })
                .onFailure(refused -> expect(refused, "wrong-state")); // the other was faster, and we are told so
    }

    /** Back to idle: home, or on to the next. */
    private void over(Talk now) {
        if (talk != now) {
            return;
        }
        talk = null;
        talks++;
        if (lastCall) {
            disconnect();
        } else {
            join().onFailure(refused -> ledger.fault(user + " could not join: " + refused.getMessage()));
        }
    }

    /** Asks, and asks again after a while where a limit is in the way: that is what a refusal for that reason is for. */
    Future<JsonNode> command(String event, Map<String, ?> data) {
        return client().command(event, data).recover(refused -> {
            if (!code(refused).equals("rate-limited")) {
                return Future.failedFuture(refused);
            }
            asksAgain++;
            return vertx.timer(RATE_LIMITED_MILLIS).compose(later -> {
                asksAgain--;
                return command(event, data);
            });
        });
    }

    /** A command that the end of the conversation may overtake. */
    void tell(String event, Map<String, ?> data) {
        command(event, data).onFailure(refused -> expect(refused, "wrong-state"));
    }

    int unanswered() {
        return client().unanswered() + asksAgain;
    }

    /** Any other refusal than this one is a fault. */
    void expect(Throwable failure, String code) {
        if (!code(failure).equals(code)) {
            ledger.fault(user + " expected " + code + " at the most: " + failure.getMessage());
        }
    }

    static String code(Throwable failure) {
        return failure instanceof CommandRefusedException refused
                ? refused.error().code()
                : "";
    }

    @Override
    public String toString() {
        return user + ": " + talks + " talks, now " + (talk == null ? "waiting" : "in " + talk)
                + (joining ? ", joining" : "") + ", " + unanswered() + " unanswered";
    }

    private ChatClient client() {
        if (client == null) {
            throw new IllegalStateException("has not arrived");
        }
        return client;
    }
}
