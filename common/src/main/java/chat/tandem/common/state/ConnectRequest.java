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
 * @param belief what the gateway holds to be true of a session that it has already, when that is in doubt; else null
 * @param issuedAt when the token was issued by which the user is known, in epoch milliseconds: who was erased since is not let
 *     in
 */
public record ConnectRequest(
        String user,
        String gateway,
        String connection,
        @Nullable String nameJson,
        @Nullable Resume resume,
        @Nullable Belief belief,
        long issuedAt) {

    /** As above for a connection that is new, of somebody whose token was issued after all. */
    public ConnectRequest(
            String user, String gateway, String connection, @Nullable String nameJson, @Nullable Resume resume) {
        this(user, gateway, connection, nameJson, resume, null);
    }

    /** As above with a belief. */
    public ConnectRequest(
            String user,
            String gateway,
            String connection,
            @Nullable String nameJson,
            @Nullable Resume resume,
            @Nullable Belief belief) {
        this(user, gateway, connection, nameJson, resume, belief, Long.MAX_VALUE);
    }

    /**
     * What a gateway believes of a session whose Redis went away or came back as another one; {@code resume} names the
     * conversation.
     *
     * @param state the session's state
     * @param highest the highest sequence of the conversation that was seen, 0 or more: where Redis knows less, it went back in
     *     time
     * @param keep whether the session is to be held further; without, it is only found out what became of it
     */
    public record Belief(SessionState state, long highest, boolean keep) {}

    /**
     * How far a client has read.
     *
     * @param conversation the conversation's id
     * @param sequence the highest sequence below which the client has no hole, 0 or more
     */
    public record Resume(String conversation, long sequence) {}
}
