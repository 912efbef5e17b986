package chat.tandem.common.state.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a gateway tells a client. */
sealed interface Frame {
    /** The answer to hello. */
    record Welcome(String state) implements Frame {}

    /** A conversation is over; told with a welcome, it need not be the current one. */
    record Ended(String conversation, String reason, boolean withWelcome) implements Frame {}

    record Rejoined(String conversation, long sequence, List<Said> missed) implements Frame {}

    /** An event of the inbox other than an end; a message where it is one. */
    record Event(String name, String conversation, @Nullable Said said) implements Frame {}

    /** The answer to a command: {@code ok}, or why not; {@code UNKNOWN} where nobody knows. */
    record Answer(int number, String result, long sequence, long sentAt) implements Frame {
        static final String OK = "ok";
        static final String UNKNOWN = "UNKNOWN";
    }

    /** Another connection has the session. */
    record Replaced() implements Frame {}

    /** Nothing more comes. */
    record Closed(String why) implements Frame {}
}
