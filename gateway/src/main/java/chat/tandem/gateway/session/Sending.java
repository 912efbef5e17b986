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
    static SendRequest text(String sender, SendMessage message, Content.Text text, long highest) {
        StringBuilder json = new StringBuilder(text.body().length() + 192);
        begin(json, sender, message, "text");
        json.append(",\"body\":");
        JsonText.appendQuoted(json, text.body());
        return SendRequest.text(message.conversationId(), message.id(), Buffer.buffer(json.toString()), highest);
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
