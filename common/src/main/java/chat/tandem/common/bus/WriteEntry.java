package chat.tandem.common.bus;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What persistence has to write, in the order in which it happened. Times are epoch milliseconds of Redis. */
public sealed interface WriteEntry {

    /** Returns the conversation's id. */
    String conversation();

    /**
     * A conversation began.
     *
     * @param a the one whose id sorts first
     * @param b the other
     * @param nameA a's name as a JSON string, where there is one
     * @param nameB b's name as a JSON string, where there is one
     */
    record Start(
            String conversation,
            String a,
            String b,
            @Nullable String nameA,
            @Nullable String nameB,
            long startedAt) implements WriteEntry {}

    /**
     * A message was sent.
     *
     * @param to the sender's partner; null in entries of processes that did not name it yet
     * @param data the message as a JSON object, its sender, id, body, sequence and time included
     */
    record Message(String conversation, @Nullable String to, Buffer data) implements WriteEntry {}

    /** A user has read up to this sequence. */
    record Read(String conversation, String user, long sequence, long at) implements WriteEntry {}

    /**
     * A conversation ended.
     *
     * @param reason as the clients are told: {@code left}, {@code next}, {@code expired} …
     * @param by who ended it, where somebody did
     */
    record End(
            String conversation,
            String a,
            String b,
            long endedAt,
            String reason,
            @Nullable String by) implements WriteEntry {}

    /** {@code type=start|message|read|end}, with the records' fields by their names. */
    final class Codec implements EntryCodec<WriteEntry> {
        @Override
        public Map<String, Buffer> encode(WriteEntry entry) {
            return switch (entry) {
                case Start start ->
                    entry("start", start)
                            .with("a", start.a)
                            .with("b", start.b)
                            .withOptional("nameA", start.nameA)
                            .withOptional("nameB", start.nameB)
                            .with("startedAt", start.startedAt)
                            .fields();
                case Message message ->
                    entry("message", message)
                            .withOptional("to", message.to)
                            .with("data", message.data)
                            .fields();
                case Read read ->
                    entry("read", read)
                            .with("user", read.user)
                            .with("sequence", read.sequence)
                            .with("at", read.at)
                            .fields();
                case End end ->
                    entry("end", end)
                            .with("a", end.a)
                            .with("b", end.b)
                            .with("endedAt", end.endedAt)
                            .with("reason", end.reason)
                            .withOptional("by", end.by)
                            .fields();
            };
        }

        private static Written entry(String type, WriteEntry entry) {
            return Written.entry(type).with("conversation", entry.conversation());
        }

        @Override
        public WriteEntry decode(Fields fields) throws UndecodableException {
            String type = fields.type();
            String conversation = fields.text("conversation");
            return switch (type) {
                case "start" ->
                    new Start(
                            conversation,
                            fields.text("a"),
                            fields.text("b"),
                            fields.textOrNull("nameA"),
                            fields.textOrNull("nameB"),
                            fields.number("startedAt"));
                case "message" -> new Message(conversation, fields.textOrNull("to"), fields.bytes("data"));
                case "read" ->
                    new Read(conversation, fields.text("user"), fields.number("sequence"), fields.number("at"));
                case "end" ->
                    new End(
                            conversation,
                            fields.text("a"),
                            fields.text("b"),
                            fields.number("endedAt"),
                            fields.text("reason"),
                            fields.textOrNull("by"));
                default -> throw new UndecodableException("unknown type");
            };
        }
    }
}
