package chat.tandem.gateway.transport;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * A conversation that goes on after the client was away.
 *
 * @param position where the client stands once it has seen this
 * @param fields the first fields of {@code rejoined} as JSON, without the brace that closes it
 * @param messages what the client missed, oldest first, each the data of {@code receive-message}
 * @param truncated whether older ones were left out
 */
public record Rejoined(Position position, String fields, List<Buffer> messages, boolean truncated) {
    public Rejoined {
        messages = List.copyOf(messages);
    }

    /** The event, with what was missed. */
    public ServerEvent event() {
        return event(messages, truncated);
    }

    /** The event where the client has got what it missed in another way. */
    public ServerEvent withoutMessages() {
        return event(List.of(), false);
    }

    private ServerEvent event(List<Buffer> told, boolean older) {
        int bytes = told.stream().mapToInt(Buffer::length).sum();
        StringBuilder json = new StringBuilder(fields.length() + bytes + told.size() + 48);
        json.append(fields).append(",\"messages\":[");
        for (int i = 0; i < told.size(); i++) {
            json.append(i == 0 ? "" : ",").append(told.get(i));
        }
        json.append("],\"truncated\":").append(older).append('}');
        return new ServerEvent("rejoined", json.toString(), position);
    }
}
