package chat.tandem.common.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened, for programs beside Tandem that want to know: {@code docs/EVENTS.md} says the same for readers in any
 * language. Times are epoch milliseconds of Redis; a and b are users, a the one whose id sorts first.
 */
public sealed interface EventEntry {

    /** Returns the conversation's id. */
    String conversation();

    /** Returns when it happened. */
    long at();

    /**
     * Two strangers met.
     *
     * @param interests what both had asked for, as it is compared: in lower case and NFKC
     */
    record Matched(String conversation, String a, String b, long at, List<String> interests) implements EventEntry {}

    /**
     * A message was sent.
     *
     * @param sequence its place in the conversation, from 1 without gaps
     * @param from who sent it
     * @param kind {@code text} or {@code image}
     * @param data the message as a JSON object, as the partner gets it; only where {@code TANDEM_EVENTS_BODIES} is set
     */
    record Message(
            String conversation,
            long sequence,
            String from,
            String kind,
            long at,
            @Nullable Buffer data) implements EventEntry {}

    /**
     * A conversation ended.
     *
     * @param reason as the clients are told: {@code left}, {@code next}, {@code expired} …
     */
    record Ended(String conversation, String a, String b, long at, String reason) implements EventEntry {}

    /** {@code type=matched|message|ended}, with the records' fields by their names; interests are a JSON array. */
    final class Codec implements EntryCodec<EventEntry> {
        @Override
        public Map<String, Buffer> encode(EventEntry entry) {
            return switch (entry) {
                case Matched matched ->
                    between("matched", matched, matched.a, matched.b)
                            .with("interests", new JsonArray(matched.interests).encode())
                            .fields();
                case Message message -> encode(message);
                case Ended ended ->
                    between("ended", ended, ended.a, ended.b)
                            .with("reason", ended.reason)
                            .fields();
            };
        }

        private static Map<String, Buffer> encode(Message message) {
            Written written = Written.entry("message")
                    .with("conversation", message.conversation)
                    .with("sequence", message.sequence)
                    .with("from", message.from)
                    .with("kind", message.kind)
                    .with("at", message.at);
            return (message.data == null ? written : written.with("data", message.data)).fields();
        }

        private static Written between(String type, EventEntry entry, String a, String b) {
            return Written.entry(type)
                    .with("conversation", entry.conversation())
                    .with("a", a)
                    .with("b", b)
                    .with("at", entry.at());
        }

        @Override
        public EventEntry decode(Fields fields) throws UndecodableException {
            String type = fields.type();
            String conversation = fields.text("conversation");
            long at = fields.number("at");
            return switch (type) {
                case "matched" ->
                    new Matched(conversation, fields.text("a"), fields.text("b"), at, texts(fields.text("interests")));
                case "message" ->
                    new Message(
                            conversation,
                            fields.number("sequence"),
                            fields.text("from"),
                            fields.text("kind"),
                            at,
                            fields.bytesOrNull("data"));
                case "ended" -> new Ended(conversation, fields.text("a"), fields.text("b"), at, fields.text("reason"));
                default -> throw new UndecodableException("unknown type");
            };
        }

        private static List<String> texts(String json) throws UndecodableException {
            try {
                return new JsonArray(json).stream().map(String::valueOf).toList();
            } catch (DecodeException e) {
                throw new UndecodableException("field interests is no JSON array");
            }
        }
    }
}
