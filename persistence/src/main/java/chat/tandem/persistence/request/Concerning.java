package chat.tandem.persistence.request;

import chat.tandem.common.bus.WriteEntry;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** Which entries of {@code messages} an answer depends on. */
public final class Concerning {

    private Concerning() {}

    /** Those that make a conversation known and those that were said in it. */
    public static Predicate<WriteEntry> history(UUID conversation) {
        String id = conversation.toString();
        return entry -> entry.conversation().equals(id)
                && (entry instanceof WriteEntry.Start || entry instanceof WriteEntry.Message);
    }

    /** Those of a person's conversations, and how far that person has read. */
    public static Predicate<WriteEntry> person(UUID user) {
        String id = user.toString();
        return entry -> switch (entry) {
            case WriteEntry.Start start -> start.a().equals(id) || start.b().equals(id);
            case WriteEntry.End end -> end.a().equals(id) || end.b().equals(id);
            case WriteEntry.Read read -> read.user().equals(id);
            // A message says in its data who sent it; one that does not name the partner may be anybody's.
            case WriteEntry.Message message ->
                message.to() == null || message.to().equals(id) || names(message.data(), "\"from\":\"" + id + "\"");
        };
    }

    /** The messages that may show one of these images. */
    public static Predicate<WriteEntry> images(Collection<String> keys) {
        List<String> ends = keys.stream().map(key -> "/" + key + "\"").toList();
        return entry -> entry instanceof WriteEntry.Message message
                && ends.stream().anyMatch(end -> names(message.data(), end));
    }

    private static boolean names(Buffer json, String text) {
        return json.toString().contains(text);
    }
}
