package chat.tandem.common.protocol;

import static chat.tandem.common.protocol.ProtocolLimits.SAFE_INTEGER;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How each command's fields become its record: the one table of what clients may say. */
interface CommandReader {
    String CONVERSATION = "conversationId";
    String SEQUENCE = "sequence";
    String UPLOAD = "uploadId";

    /** Every command by its name on the wire. */
    Map<String, CommandReader> ALL = Map.ofEntries(
            entry(ClientCommand.HELLO, CommandReader::hello),
            entry("ping", fields -> new ClientCommand.Ping()),
            entry("join-queue", fields -> new ClientCommand.JoinQueue(fields.interests("interests"))),
            entry("leave-queue", fields -> new ClientCommand.LeaveQueue()),
            entry("send-message", CommandReader::sendMessage),
            entry("typing", fields -> new ClientCommand.Typing(fields.uuid(CONVERSATION), fields.bool("typing"))),
            entry("read", CommandReader::hasRead),
            entry("next", fields -> new ClientCommand.Next(fields.uuid(CONVERSATION), fields.interests("interests"))),
            entry("leave-conversation", fields -> new ClientCommand.LeaveConversation(fields.uuid(CONVERSATION))),
            entry("history", CommandReader::history),
            entry("conversations", CommandReader::conversations),
            entry("request-upload", CommandReader::requestUpload),
            entry("complete-upload", fields -> new ClientCommand.CompleteUpload(fields.uuid(UPLOAD))));

    ClientCommand read(Fields fields) throws FieldException;

    private static Map.Entry<String, CommandReader> entry(String name, CommandReader reader) {
        return Map.entry(name, reader);
    }

    private static ClientCommand hello(Fields fields) throws FieldException {
        return new ClientCommand.Hello(
                fields.optionalString("token"), fields.optionalName("name"), resume(fields.optionalObject("resume")));
    }

    private static ClientCommand.@Nullable Resume resume(@Nullable Fields fields) throws FieldException {
        return fields == null
                ? null
                : new ClientCommand.Resume(fields.uuid(CONVERSATION), fields.integer(SEQUENCE, 0, SAFE_INTEGER));
    }

    private static ClientCommand sendMessage(Fields fields) throws FieldException {
        return new ClientCommand.SendMessage(fields.uuid(CONVERSATION), fields.uuid("id"), content(fields));
    }

    private static ClientCommand.Content content(Fields fields) throws FieldException {
        return switch (fields.oneOf("type", List.of("text", "image"))) {
            case "text" -> new ClientCommand.Content.Text(fields.body("body"));
            default -> new ClientCommand.Content.Image(fields.uuid(UPLOAD));
        };
    }

    private static ClientCommand hasRead(Fields fields) throws FieldException {
        return new ClientCommand.Read(fields.uuid(CONVERSATION), fields.integer(SEQUENCE, 1, SAFE_INTEGER));
    }

    private static ClientCommand history(Fields fields) throws FieldException {
        String conversation = fields.uuid(CONVERSATION);
        Long before = fields.optionalInteger("before", 1, SAFE_INTEGER);
        Long after = fields.optionalInteger("after", 0, SAFE_INTEGER);
        if (before != null && after != null) {
            throw fields.wrong("after", "Not together with before.");
        }
        return new ClientCommand.History(conversation, before, after, limit(fields));
    }

    private static ClientCommand conversations(Fields fields) throws FieldException {
        return new ClientCommand.Conversations(fields.optionalUuid("before"), limit(fields));
    }

    private static int limit(Fields fields) throws FieldException {
        Long limit = fields.optionalInteger("limit", 1, ProtocolLimits.LARGEST_PAGE);
        return limit == null ? ProtocolLimits.USUAL_PAGE : limit.intValue();
    }

    private static ClientCommand requestUpload(Fields fields) throws FieldException {
        return new ClientCommand.RequestUpload(
                fields.oneOf("contentType", ProtocolLimits.IMAGE_TYPES),
                fields.integer("size", 1, ProtocolLimits.IMAGE_BYTES),
                fields.optionalSha256("sha256"));
    }
}
