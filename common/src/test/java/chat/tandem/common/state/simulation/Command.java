package chat.tandem.common.state.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client asks of its gateway. */
sealed interface Command {
    /** The first one; with how far the client has read, where it knows. */
    record Hello(@Nullable String conversation, long sequence) implements Command {}

    record Join(List<String> interests) implements Command {}

    record LeaveQueue() implements Command {}

    record Next(String conversation) implements Command {}

    record Leave(String conversation) implements Command {}

    record Send(String conversation, String id) implements Command {}

    record Typing(String conversation) implements Command {}

    /** Whether entries of the inbox wait for its answer. */
    default boolean mayChangeConversation() {
        return this instanceof Join || this instanceof Next || this instanceof Leave;
    }
}
