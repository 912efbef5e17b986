package chat.tandem.gateway.session;

import chat.tandem.common.protocol.ClientCommand.Content;
import chat.tandem.common.protocol.ClientCommand.SendMessage;
import chat.tandem.common.protocol.JsonText;
import chat.tandem.common.state.SendRequest;
import io.vertx.core.buffer.Buffer;

/** How a message is handed to the script that sends it: as the event to come, up to what only the script knows. */
final class Sending {
    private Sending() {}

    /** @param highest the highest sequence of the conversation that was seen here */
    static SendRequest of(String sender, SendMessage message, long highest) {
        return switch (message.content()) {
            case Content.Text(var body) ->
                SendRequest.text(message.conversationId(), message.id(), text(sender, message, body), highest);
            case Content.Image(var upload) ->
                SendRequest.image(message.conversationId(), message.id(), upload, image(sender, message), highest);
        };
    }

    private static Buffer text(String sender, SendMessage message, String body) {
        StringBuilder json = new StringBuilder(body.length() + 192);
        begin(json, sender, message, "text");
        json.append(",\"body\":");
        JsonText.appendQuoted(json, body);
        return Buffer.buffer(json.toString());
    }

    private static Buffer image(String sender, SendMessage message) {
        StringBuilder json = new StringBuilder(192);
        begin(json, sender, message, "image");
        return Buffer.buffer(json.toString());
    }

    private static void begin(StringBuilder json, String sender, SendMessage message, String type) {
        json.append("{\"id\":\"")
                .append(message.id())
                .append("\",\"conversationId\":\"")
                .append(message.conversationId())
                .append("\",\"from\":\"")
                .append(sender)
                .append("\",\"type\":\"")
                .append(type)
                .append('"');
    }
}
