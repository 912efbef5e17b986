package chat.tandem.common.state;

import org.jspecify.annotations.Nullable;

/**
 * A connection that wants its user's session.
 *
 * @param user the user's id
 * @param gateway the gateway that holds the connection
 * @param connection the connection's secret id; the same again is a repeat and replaces nobody
 * @param nameJson the user's name as a JSON string, or null to keep the one before
 * @param resume how far the client has read, or null
 */
public record ConnectRequest(
        String user,
        String gateway,
        String connection,
        @Nullable String nameJson,
        @Nullable Resume resume) {

    /**
     * How far a client has read.
     *
     * @param conversation the conversation's id
     * @param sequence the highest sequence below which the client has no hole, 0 or more
     */
    public record Resume(String conversation, long sequence) {}
}
