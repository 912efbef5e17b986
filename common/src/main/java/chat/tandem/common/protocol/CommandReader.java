package chat.tandem.common.protocol;

import static chat.tandem.common.protocol.ProtocolLimits.SAFE_INTEGER;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How each command's fields become its record: the one table of what clients may say. */
interface CommandReader {
    String CONVERSATION = "conversationId";
    String SEQUENCE = "sequence";

    /** Every command by its name on the wire. */
    Map<String, CommandReader> ALL = Map.of(
            ClientCommand.HELLO,
            CommandReader::hello,
            "ping",
            fields -> new ClientCommand.Ping(),
            "join-queue",
            fields -> new ClientCommand.JoinQueue(fields.interests("interests")),
            "leave-queue",
            fields -> new ClientCommand.LeaveQueue(),
            "send-message",
            CommandReader::sendMessage,
            "typing",
            fields -> new ClientCommand.Typing(fields.uuid(CONVERSATION), fields.bool("typing")),
            "read",
            fields -> new ClientCommand.Read(fields.uuid(CONVERSATION), fields.integer(SEQUENCE, 1, SAFE_INTEGER)),
            "next",
            fields -> new ClientCommand.Next(fields.uuid(CONVERSATION), fields.interests("interests")),
            "leave-conversation",
            fields -> new ClientCommand.LeaveConversation(fields.uuid(CONVERSATION)),
            "history",
            CommandReader::history);

    ClientCommand read(Fields fields) throws FieldException;

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
        String conversation = fields.uuid(CONVERSATION);
        String id = fields.uuid("id");
        String type = fields.optionalString("type");
        if (!"text".equals(type)) {
            throw type == null ? fields.missing("type") : fields.wrong("type", "Must be \"text\".");
        }
        return new ClientCommand.SendMessage(conversation, id, fields.body("body"));
    }

    private static ClientCommand history(Fields fields) throws FieldException {
        String conversation = fields.uuid(CONVERSATION);
        Long before = fields.optionalInteger("before", 1, SAFE_INTEGER);
        Long after = fields.optionalInteger("after", 0, SAFE_INTEGER);
        if (before != null && after != null) {
            throw fields.wrong("after", "Not together with before.");
        }
        Long limit = fields.optionalInteger("limit", 1, ProtocolLimits.HISTORY_PAGE);
        return new ClientCommand.History(
                conversation, before, after, limit == null ? ProtocolLimits.HISTORY_DEFAULT : limit.intValue());
    }
}
