package chat.tandem.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * One side of a conversation: says a few things, each when the one before is acknowledged, reads what comes, and says
 * goodbye. Of the two, the one whose id is lower leaves when both have said it; one in ten breaks off in the middle.
 */
final class Talk {
    private static final String GOODBYE = "goodbye";
    private static final int BREAKS_OFF_AFTER = 2;
    private static final long PATIENCE_MILLIS = 10;

    private final Vertx vertx;
    private final Stranger self;
    private final Ledger ledger;
    private final String conversation;
    private final String partner;
    private final int length;
    private final boolean breaksOff;
    private int sent;
    private int received;
    private boolean goodbyeSent;
    private boolean goodbyeReceived;
    private boolean leaving;

    Talk(Vertx vertx, Stranger self, Ledger ledger, JsonNode matched, Random random) {
        this.vertx = vertx;
        this.self = self;
        this.ledger = ledger;
        this.conversation = matched.path("conversationId").asText();
        this.partner = matched.path("partnerId").asText();
        this.length = 2 + random.nextInt(8);
        this.breaksOff = random.nextInt(10) == 0;
    }

    void begin() {
        ledger.matched(conversation, self.user());
        self.tell("typing", Map.of("conversationId", conversation, "typing", true));
        say();
    }

    String conversation() {
        return conversation;
    }

    @Override
    public String toString() {
        return conversation + " (sent " + sent + " of " + length + ", received " + received
                + (goodbyeSent ? ", goodbye sent" : "") + (goodbyeReceived ? ", goodbye received" : "")
                + (leaving ? ", leaving" : "") + ")";
    }

    private void say() {
        if (!self.isIn(this) || leaving || goodbyeSent) {
            return;
        }
        sent++;
        goodbyeSent = sent > length;
        send(UUID.randomUUID().toString(), goodbyeSent ? GOODBYE : "words-" + UUID.randomUUID());
    }

    private void send(String id, String body) {
        self.command("send-message", Map.of("conversationId", conversation, "id", id, "type", "text", "body", body))
                .onSuccess(ack -> {
                    var sequence = ack.path("sequence").asLong();
                    ledger.acknowledged(new Ledger.Message(conversation, self.user(), id, body, sequence));
                    say();
                    partIfDone();
                })
                .onFailure(refused -> self.expect(refused, "wrong-state")); // the other left meanwhile
    }

    void received(JsonNode data) {
        var from = data.path("from").asText();
        var sequence = data.path("sequence").asLong();
        var body = data.path("body").asText();
        ledger.received(
                self.user(),
                new Ledger.Message(conversation, from, data.path("id").asText(), body, sequence));
        if (!from.equals(partner)) {
            ledger.fault(self.user() + " received from a third person: " + data);
        }
        received++;
        goodbyeReceived |= body.equals(GOODBYE);
        self.tell("read", Map.of("conversationId", conversation, "sequence", sequence));
        if (breaksOff && received == BREAKS_OFF_AFTER) {
            ledger.brokenOff(conversation);
            part();
        } else {
            partIfDone();
        }
    }

    /** The one who leaves waits until what it said is acknowledged. */
    private void partIfDone() {
        if (!self.isIn(this) || !goodbyeReceived || !goodbyeSent || self.user().compareTo(partner) > 0) {
            return;
        }
        if (self.unanswered() == 0) {
            part();
        } else {
            vertx.timer(PATIENCE_MILLIS).onSuccess(later -> partIfDone());
        }
    }

    private void part() {
        if (!leaving) {
            leaving = true;
            self.part(this);
        }
    }

    /** The other left. */
    void partnerLeft() {
        if (!goodbyeReceived || !goodbyeSent) {
            ledger.brokenOff(conversation);
        }
    }
}
