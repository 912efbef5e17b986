package chat.tandem.persistence.export;

import chat.tandem.persistence.conversations.OwnConversations;
import chat.tandem.persistence.request.BadFieldException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where an export goes on.
 *
 * @param part of the document
 * @param begun whether anything of the part was written
 * @param conversation the last one that was written, or is being written; below all at first
 * @param sequence of the last message of it that was written
 * @param key of the last image that was written
 */
record ExportCursor(Part part, boolean begun, UUID conversation, long sequence, String key) {
    private static final String FIELD = "cursor";
    private static final int FIELDS = 5;

    /** The parts of the document, in their order. */
    enum Part {
        USER,
        CONVERSATIONS,
        MESSAGES,
        UPLOADS
    }

    /** Where a part begins. */
    static ExportCursor at(Part part) {
        return new ExportCursor(part, false, OwnConversations.FIRST, 0, "");
    }

    /** Behind a conversation. */
    ExportCursor behind(UUID last) {
        return new ExportCursor(part, true, last, 0, "");
    }

    /** Behind a message. */
    ExportCursor behind(UUID of, long last, boolean something) {
        return new ExportCursor(part, something, of, last, "");
    }

    /** Behind an image. */
    ExportCursor behind(String last, UUID of) {
        return new ExportCursor(part, true, of, 0, last);
    }

    /**
     * Reads one; null is the beginning.
     *
     * @throws BadFieldException where it is none
     */
    static ExportCursor parse(@Nullable String text) {
        if (text == null) {
            return at(Part.USER);
        }
        String[] fields = text.split("~", FIELDS);
        if (fields.length != FIELDS) {
            throw new BadFieldException(FIELD);
        }
        try {
            return new ExportCursor(
                    Part.valueOf(fields[0]),
                    Boolean.parseBoolean(fields[1]),
                    UUID.fromString(fields[2]),
                    Long.parseLong(fields[3]),
                    fields[4]);
        } catch (IllegalArgumentException malformed) {
            throw new BadFieldException(FIELD);
        }
    }

    /** As {@link #parse} reads it back. */
    String text() {
        return String.join("~", part.name(), Boolean.toString(begun), conversation.toString(), sequence + "", key);
    }
}
