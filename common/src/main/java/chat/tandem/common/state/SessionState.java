package chat.tandem.common.state;

import java.util.Locale;

/** What a user is doing. */
public enum SessionState {
    /** Nothing. */
    IDLE,
    /** Waits in the queue. */
    WAITING,
    /** Is in a conversation. */
    PAIRED;

    /** The word on the wire and in the session record. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SessionState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
