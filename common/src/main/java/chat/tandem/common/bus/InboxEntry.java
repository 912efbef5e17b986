package chat.tandem.common.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** What a gateway finds in its inbox. */
public sealed interface InboxEntry {

    /**
     * Something for a client.
     *
     * @param to the connection; nobody else may see it
     * @param event the event's name
     * @param conversation the conversation that it belongs to, where it does
     * @param sequence its place in the conversation; 0 where it has none
     * @param data the event's data, a JSON object as bytes
     * @param at since when it has been under way, in epoch milliseconds of Redis: a message since its sender's gateway
     *     read it, everything else since it was put here
     */
    record Event(String to, String event, @Nullable String conversation, long sequence, Buffer data, long at)
            implements InboxEntry {}

    /**
     * The answer to a request: either data or an error.
     *
     * @param correlation of the request
     * @param data a JSON object
     * @param error a JSON object as the clients see errors: {@code code}, {@code message} …
     */
    record Reply(
            String correlation,
            @Nullable Buffer data,
            @Nullable Buffer error) implements InboxEntry {}

    /**
     * A question of another gateway about a connection that lives here.
     *
     * @param place what the connection is known by
     * @param from the gateway that asks
     * @param correlation by which it knows the answer
     * @param data what is asked
     */
    record Asked(String place, String from, String correlation, Buffer data) implements InboxEntry {}

    /** Reads an entry; null where it is none of these, which is no fault: newer writers may say more. */
    static @Nullable InboxEntry of(String id, Response list) {
        Fields fields = Fields.of(list);
        try {
            String correlation = fields.textOrNull("reply");
            if (correlation != null) {
                return new Reply(correlation, fields.bytesOrNull("data"), fields.bytesOrNull("error"));
            }
            String asked = fields.textOrNull("asked");
            if (asked != null) {
                return new Asked(asked, fields.text("from"), fields.text("correlation"), fields.bytes("data"));
            }
            long sequence = fields.bytesOrNull("sequence") == null ? 0 : fields.number("sequence");
            return new Event(
                    fields.text("to"),
                    fields.text("event"),
                    fields.textOrNull("conversation"),
                    sequence,
                    fields.bytes("data"),
                    fields.bytesOrNull("readAt") == null
                            ? Long.parseLong(id, 0, id.indexOf('-'), 10)
                            : fields.number("readAt"));
        } catch (UndecodableException e) {
            return null;
        }
    }
}
