package chat.tandem.common.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a client sent: {@code {"event": …, "id": …, "data": {…}}}. Unknown fields are ignored. */
public final class FrameParser {
    private FrameParser() {}

    /** Reads one frame. Whatever is wrong with it is in the result; it throws nothing. */
    public static ClientFrame parse(String text) {
        JsonTree.Read read = JsonTree.read(text);
        Map<String, Object> frame = read.root();
        if (frame == null) {
            return refused(0, null, ProtocolError.invalidFrame("Must be one JSON object."));
        }
        long id = usableId(frame.get("id"));
        if (read.duplicates()) {
            return refused(id, null, ProtocolError.invalidFrame("A key occurs twice."));
        }
        Object data = frame.getOrDefault("data", Map.of());
        if (!(data instanceof Map<?, ?> fields)) {
            return refused(id, null, ProtocolError.invalidFrame("data must be an object."));
        }
        if (id == 0 && frame.containsKey("id")) {
            return refused(0, null, ProtocolError.invalidField("id", "Must be an integer from 1 to 2^53-1."));
        }
        return command(id, frame.get("event"), new Fields(Fields.strings(fields), ""));
    }

    /**
     * Reads a command whose data stands alone, as where the transport has a place of its own for name and id.
     *
     * @param id as in {@link ClientFrame#id}
     * @param data a JSON object
     */
    public static ClientFrame parse(long id, String event, String data) {
        JsonTree.Read read = JsonTree.read(data);
        Map<String, Object> fields = read.root();
        if (fields == null || read.duplicates()) {
            return refused(id, null, ProtocolError.invalidFrame("Must be one JSON object, with no key twice."));
        }
        return command(id, event, new Fields(fields, ""));
    }

    private static ClientFrame command(long id, @Nullable Object event, Fields fields) {
        if (!(event instanceof String name)) {
            return refused(id, null, ProtocolError.invalidField("event", "Must be a string."));
        }
        CommandReader reader = CommandReader.ALL.get(name);
        if (reader == null) {
            return refused(id, null, ProtocolError.of(ErrorCode.UNKNOWN_EVENT, "There is no such command."));
        }
        try {
            return new ClientFrame.Command(id, reader.read(fields));
        } catch (FieldException e) {
            return refused(id, name, e.error());
        }
    }

    private static long usableId(@Nullable Object id) {
        return id instanceof Long number && number >= 1 && number <= ProtocolLimits.SAFE_INTEGER ? number : 0;
    }

    private static ClientFrame refused(long id, @Nullable String event, ProtocolError error) {
        return new ClientFrame.Refused(id, event, error);
    }
}
