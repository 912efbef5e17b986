package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.ProtocolLimits;
import java.util.Optional;
import java.util.UUID;

/**
 * How much of a conversation a client has seen: what it resumes from.
 *
 * @param conversation its id
 * @param sequence of the last message, 0 before the first
 */
public record Position(String conversation, long sequence) {
    private static final char SEPARATOR = ':';

    /** The position in a text that a client hands back; empty where it is none. */
    public static Optional<Position> parse(String text) {
        int separator = text.indexOf(SEPARATOR);
        if (separator < 0) {
            return Optional.empty();
        }
        String conversation = text.substring(0, separator);
        try {
            long sequence = Long.parseLong(text.substring(separator + 1));
            boolean valid = sequence >= 0
                    && sequence <= ProtocolLimits.SAFE_INTEGER
                    && UUID.fromString(conversation).toString().equals(conversation);
            return valid ? Optional.of(new Position(conversation, sequence)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The text that a client hands back: {@code <conversation>:<sequence>}. */
    @Override
    public String toString() {
        return conversation + SEPARATOR + sequence;
    }
}
