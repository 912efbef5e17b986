package chat.tandem.e2e;

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
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who looks for strangers, talks a while, says goodbye and goes on to the next, or breaks off without a word:
 * as a client should behave, and noting everything in a {@link Ledger}. Lives on one event loop.
 */
final class Stranger {
    private static final String GOODBYE = "goodbye";
    private static final List<String> INTERESTS = List.of("music", "Ships", "chess");

    private final Vertx vertx;
    private final Random random;
    private final Ledger ledger;
    private final Promise<Void> gone = Promise.promise();
    private @Nullable ChatClient client;
    private String user = "";
    private @Nullable Talk talk;
    private boolean joining;
    private boolean lastCall;
    private int talks;

    /** The conversation that this side is in. */
    private static final class Talk {
        final String conversation;
        final String partner;
        final int length;
        final boolean breaksOff;
        int sent;
        int received;
        boolean goodbyeSent;
        boolean goodbyeReceived;
        boolean leaving;

        Talk(String conversation, String partner, int length, boolean breaksOff) {
            this.conversation = conversation;
            this.partner = partner;
            this.length = length;
            this.breaksOff = breaksOff;
        }
    }

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
                    connected.closed().onSuccess(code -> ended(connected, code));
                    return connected.command("hello", Map.of("name", "Stranger " + random.nextInt(1_000)));
                })
                .compose(session -> {
                    user = session.path("userId").asText();
                    return join();
                });
    }

    /** How many conversations it has had. */
    int talks() {
        return talks;
    }

    /** No further conversation: it ends the one it is in, leaves, and disconnects. Completes when it is gone. */
    Future<Void> lastCall() {
        lastCall = true;
        if (talk == null) {
            leaveQueue();
        }
        return gone.future();
    }

    private Future<Void> join() {
        joining = true;
        return command("join-queue", interests()).mapEmpty();
    }

    private Map<String, ?> interests() {
        return random.nextBoolean()
                ? Map.of()
                : Map.of("interests", List.of(INTERESTS.get(random.nextInt(INTERESTS.size()))));
    }

    private void leaveQueue() {
        command("leave-queue", Map.of())
                .onSuccess(idle -> disconnect())
                .onFailure(refused -> expect(refused, "wrong-state")); // matched is on its way, and ends in good time
    }

    private void disconnect() {
        var unused = client().close();
    }

    private void ended(ChatClient connection, int code) {
        connection.violations().forEach(ledger::fault);
        if (!lastCall) {
            ledger.fault(user + " was closed with " + code);
        }
        gone.tryComplete();
    }

    private void happened(ServerFrame.Event event) {
        var data = event.data();
        switch (event.name()) {
            case "matched" -> matched(data);
            case "receive-message" -> received(data);
            case "conversation-ended" -> partnerLeft(data);
            case "partner-typing", "message-read" -> current(event.name(), data);
            case "session", "online-count" -> {}
            default -> ledger.fault(user + " was told " + event.name() + " " + data);
        }
    }

    private void matched(JsonNode data) {
        var conversation = data.path("conversationId").asText();
        ledger.matched(conversation, user);
        if (talk != null || joining) {
            ledger.fault(user + " was matched " + (joining ? "before the acknowledgement" : "in a conversation"));
        }
        var breaksOff = random.nextInt(10) == 0;
        talk = new Talk(conversation, data.path("partnerId").asText(), 2 + random.nextInt(8), breaksOff);
        var unused = client().command("typing", Map.of("conversationId", conversation, "typing", true));
        say(talk);
    }

    private void say(Talk now) {
        if (now != talk || now.leaving || now.goodbyeSent) {
            return;
        }
        now.sent++;
        now.goodbyeSent = now.sent > now.length;
        send(now, UUID.randomUUID().toString(), now.goodbyeSent ? GOODBYE : "words-" + random.nextInt());
    }

    private void send(Talk now, String id, String body) {
        var data = new HashMap<String, Object>();
        data.put("conversationId", now.conversation);
        data.put("id", id);
        data.put("type", "text");
        data.put("body", body);
        client().command("send-message", data)
                .onSuccess(ack -> {
                    var sequence = ack.path("sequence").asLong();
                    ledger.acknowledged(new Ledger.Message(now.conversation, user, id, body, sequence));
                    say(now);
                    partIfDone(now);
                })
                .onFailure(failure -> {
                    if (code(failure).equals("rate-limited")) {
                        vertx.timer(200).onSuccess(again -> send(now, id, body));
                    } else {
                        expect(failure, "wrong-state"); // the other left meanwhile
                    }
                });
    }

    private void received(JsonNode data) {
        var now = current("receive-message", data);
        if (now == null) {
            return;
        }
        var message = new Ledger.Message(
                now.conversation,
                data.path("from").asText(),
                data.path("id").asText(),
                data.path("body").asText(),
                data.path("sequence").asLong());
        ledger.received(user, message);
        if (!message.from().equals(now.partner)) {
            ledger.fault(user + " received from a third person: " + message);
        }
        now.received++;
        now.goodbyeReceived |= message.body().equals(GOODBYE);
        client().command("read", Map.of("conversationId", now.conversation, "sequence", message.sequence()))
                .onFailure(refused -> expect(refused, "wrong-state"));
        if (now.breaksOff && now.received == 2) {
            ledger.brokenOff(now.conversation);
            part(now);
        } else {
            partIfDone(now);
        }
    }

    /** Of the two who have said goodbye, one leaves, so that both ways of ending are seen. */
    private void partIfDone(Talk now) {
        if (now == talk && now.goodbyeReceived && now.goodbyeSent && client().unanswered() == 0) {
            if (user.compareTo(now.partner) < 0) {
                part(now);
            }
        } else if (now == talk && now.goodbyeReceived && now.goodbyeSent) {
            vertx.timer(10).onSuccess(later -> partIfDone(now));
        }
    }

    private void part(Talk now) {
        if (now.leaving) {
            return;
        }
        now.leaving = true;
        if (lastCall || random.nextBoolean()) {
            command("leave-conversation", Map.of("conversationId", now.conversation))
                    .onSuccess(idle -> over(now))
                    .onFailure(refused -> expect(refused, "wrong-state"));
        } else {
            next(now);
        }
    }

    private void next(Talk now) {
        var data = new HashMap<String, Object>(interests());
        data.put("conversationId", now.conversation);
        joining = true;
        command("next", data)
                .onSuccess(waiting -> {
                    talk = null;
                    talks++;
                    if (lastCall) {
                        leaveQueue();
                    }
                })
                .onFailure(refused -> {
                    joining = false;
                    expect(refused, "wrong-state"); // the other was faster: conversation-ended tells
                });
    }

    private void partnerLeft(JsonNode data) {
        var now = current("conversation-ended", data);
        if (now != null) {
            if (!now.goodbyeReceived || !now.goodbyeSent) {
                ledger.brokenOff(now.conversation);
            }
            over(now);
        }
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

    /** The conversation that an event names, which must be the one we are in. */
    private @Nullable Talk current(String event, JsonNode data) {
        var now = talk;
        if (now == null || !now.conversation.equals(data.path("conversationId").asText())) {
            ledger.fault(user + " was told " + event + " of a conversation that it is not in: " + data);
            return null;
        }
        return now;
    }

    private Future<JsonNode> command(String event, Map<String, ?> data) {
        return client().command(event, data).andThen(answered -> joining = false);
    }

    private void expect(Throwable failure, String code) {
        if (!code(failure).equals(code)) {
            ledger.fault(user + " expected " + code + " at the most: " + failure.getMessage());
        }
    }

    private static String code(Throwable failure) {
        return failure instanceof CommandRefusedException refused
                ? refused.error().code()
                : "";
    }

    private ChatClient client() {
        if (client == null) {
            throw new IllegalStateException("has not arrived");
        }
        return client;
    }
}
