package chat.tandem.common.protocol;

import org.jspecify.annotations.Nullable;

/** What a client sent, understood or not. */
public sealed interface ClientFrame {
    /** The client's id of the command, 1 to 2^53−1, or 0 where it gave none (or none that could be used). */
    long id();

    /** A command with all its fields in order. */
    record Command(long id, ClientCommand command) implements ClientFrame {}

    /**
     * A frame that is not carried out.
     *
     * @param event the command that it names, where there is such a command
     */
    record Refused(long id, @Nullable String event, ProtocolError error) implements ClientFrame {}
}
