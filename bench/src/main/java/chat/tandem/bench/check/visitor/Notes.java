package chat.tandem.bench.check.visitor;

import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.history.What.Way;
import chat.tandem.bench.client.ServerFrame;
import com.fasterxml.jackson.databind.JsonNode;

/** Puts into the history what a visitor does and sees on one connection. */
final class Notes {
    private final Place place;
    private final int visitor;
    private final int connection;

    Notes(Place place, int visitor) {
        this.place = place;
        this.visitor = visitor;
        this.connection = place.newConnection();
    }

    void add(What what) {
        place.history.add(visitor, connection, what);
    }

    /** What the gateway told of itself. */
    void event(ServerFrame.Event event) {
        var data = event.data();
        var conversation = data.path("conversationId").asText();
        switch (event.name()) {
            case "matched" ->
                add(new What.Matched(conversation, data.path("partnerId").asText()));
            case "receive-message" -> received(Way.LIVE, data);
            case "conversation-ended" ->
                add(new What.Ended(conversation, data.path("reason").asText()));
            case "rejoined" -> rejoined(conversation, data);
            case "online-count" -> {}
            default -> add(new What.Noticed(event.name(), conversation));
        }
    }

    private void rejoined(String conversation, JsonNode data) {
        var messages = data.path("messages");
        add(new What.Rejoined(
                conversation,
                data.path("partnerId").asText(),
                data.path("partnerOnline").asBoolean(),
                data.path("truncated").asBoolean(),
                messages.size()));
        messages.forEach(message -> received(Way.REJOINED, message));
    }

    /** One message off the wire. */
    void received(Way way, JsonNode message) {
        add(new What.Received(
                way,
                message.path("conversationId").asText(),
                message.path("sequence").asLong(),
                message.path("id").asText(),
                message.path("from").asText(),
                message.path("body").asText()));
    }

    /** A command was carried out, and this came back. */
    void done(long command, String name, String conversation, JsonNode data) {
        add(new What.Answered(command, name, conversation, ""));
        if (data.has("since")) {
            add(new What.Waits(data.path("since").asLong()));
        }
    }
}
