package chat.tandem.bench.load;

import chat.tandem.bench.client.ChatLine;
import chat.tandem.bench.client.CommandRefusedException;
import chat.tandem.bench.client.ServerFrame;
import chat.tandem.bench.client.Transport;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One client of the load, in one conversation for the whole run. It belongs to one event loop. */
final class Talker {
    private final LoadLoop loop;
    private final Direction outgoing = new Direction();
    private final Sequences sequences = new Sequences();
    private final Promise<Void> matched = Promise.promise();
    private final long messageIds = UUID.randomUUID().getMostSignificantBits();
    private @Nullable ChatLine client;
    private @Nullable Talker partner;
    private String userId = "";
    private String partnerId = "";
    private String conversation = "";
    private boolean leaving;

    Talker(LoadLoop loop) {
        this.loop = loop;
    }

    /** Brings two talkers into one conversation, by an interest that nobody else has. */
    static Future<Void> pair(
            Talker one, Talker other, Transport.Opener lines, URI gatewayOfOne, URI gatewayOfOther, String interest) {
        one.partner = other;
        other.partner = one;
        return one.enter(lines, gatewayOfOne, interest)
                .compose(entered -> other.enter(lines, gatewayOfOther, interest))
                .compose(entered -> Future.all(one.matched.future(), other.matched.future()))
                .compose(both -> one.userId.equals(other.partnerId)
                                && other.userId.equals(one.partnerId)
                                && one.conversation.equals(other.conversation)
                        ? Future.succeededFuture()
                        : Future.failedFuture("matched with somebody else: run it where nobody else is waiting"));
    }

    private Future<JsonNode> enter(Transport.Opener lines, URI gateway, String interest) {
        return lines.open(gateway, this::happened).compose(opened -> {
            client = opened;
            opened.closed().onSuccess(this::closed);
            return opened.command("join-queue", Map.of("interests", List.of(interest)));
        });
    }

    /** Sends one message to the partner, now, though it may have been due earlier. */
    void send(long dueNanos) {
        var stage = loop.stage();
        var number = outgoing.send();
        var body = new MessageBody(partnerId, number, stage.number(), dueNanos).written(loop.bodyLength());
        loop.tally().started++;
        connected()
                .commandJson(
                        "send-message",
                        "{\"conversationId\":\"" + conversation + "\",\"id\":\"" + messageId(number)
                                + "\",\"type\":\"text\",\"body\":\"" + body + "\"}")
                .onComplete(answer -> answered(answer, stage, number, dueNanos));
        if (stage.measures(dueNanos)) {
            StageTally.record(loop.tally().lateness, System.nanoTime() - dueNanos);
        }
    }

    private UUID messageId(int number) {
        return new UUID(messageIds, 0x8000_0000_0000_0000L | number);
    }

    private void answered(AsyncResult<JsonNode> answer, Stage stage, int number, long dueNanos) {
        var tally = loop.tally();
        if (answer.succeeded()) {
            outgoing.acknowledge(number);
            tally.acknowledged++;
            sequence(answer.result());
            if (stage.measures(dueNanos)) {
                StageTally.record(tally.acknowledgement, System.nanoTime() - dueNanos);
            }
        } else if (answer.cause() instanceof CommandRefusedException refused) {
            tally.refused(refused.error().code());
        } else {
            tally.refused("connection-lost");
        }
    }

    private void happened(ServerFrame.Event event) {
        switch (event.name()) {
            case "session" -> userId = event.data().path("userId").asText();
            case "receive-message" -> received(event.data());
            case "matched" -> {
                conversation = event.data().path("conversationId").asText();
                partnerId = event.data().path("partnerId").asText();
                matched.tryComplete();
            }
            case "conversation-ended", "session-replaced", "server-draining", "error", "partner-disconnected" ->
                loop.tally().wrong("event " + event.name(), 1);
            default -> {
                // Of no concern here: online-count and whatever comes to be added.
            }
        }
    }

    private void received(JsonNode message) {
        var now = System.nanoTime();
        var tally = loop.tally();
        tally.received++;
        if (!message.path("conversationId").asText().equals(conversation)
                || !message.path("from").asText().equals(partnerId)) {
            tally.wrong("misdelivered", 1);
            return;
        }
        var body = MessageBody.read(message.path("body").asText());
        if (!body.recipient().equals(userId)) {
            tally.wrong("misdelivered", 1);
            return;
        }
        sequence(message);
        var arrival = partner().outgoing.receive(body.number());
        if (arrival != Direction.Arrival.RIGHT) {
            tally.wrong(arrival.text(), 1);
        } else if (body.stage() == loop.stage().number() && loop.stage().measures(body.dueNanos())) {
            StageTally.record(tally.delivery, now - body.dueNanos());
        }
    }

    private void sequence(JsonNode data) {
        if (!sequences.add(data.path("sequence").asLong())) {
            loop.tally().wrong("sequence repeated", 1);
        }
    }

    private void closed(int code) {
        matched.tryFail("closed with " + code);
        if (!leaving) {
            loop.tally().wrong("closed with " + code, 1);
        }
    }

    /** Counts what was lost, once nothing more is waited for. */
    void settle(StageTally tally) {
        tally.wrong("lost", outgoing.giveUp());
        tally.wrong("sequence missing", sequences.missing());
        tally.wrong("protocol violated", connected().violations().size());
    }

    Future<Void> leave() {
        leaving = true;
        return client == null ? Future.succeededFuture() : client.close();
    }

    private ChatLine connected() {
        if (client == null) {
            throw new IllegalStateException("not connected");
        }
        return client;
    }

    private Talker partner() {
        if (partner == null) {
            throw new IllegalStateException("alone");
        }
        return partner;
    }
}
