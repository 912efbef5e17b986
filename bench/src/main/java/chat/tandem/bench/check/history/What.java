package chat.tandem.bench.check.history;

import java.util.List;

/** What happened: what a visitor asked, what came back, and what was done to the system. Ids as they stand on the wire. */
public sealed interface What {
    /** The conversation that it is about; empty where it is about none. */
    default String conversation() {
        return "";
    }

    /** A tab opened a connection. Tabs are counted over all visitors. */
    record Opened(int tab, String gateway) implements What {}

    /** {@code hello} was sent; the conversation and sequence of {@code resume}, empty and 0 without one. */
    record Greeted(String resume, long sequence) implements What {
        @Override
        public String conversation() {
            return resume;
        }
    }

    /** {@code hello} was acknowledged; {@code state} as the session tells it. */
    record SessionBegan(String user, String state, String conversation) implements What {}

    /** A command other than {@code hello} and {@code send-message} was sent. {@code number} is its own among all. */
    record Asked(long number, String command, String conversation) implements What {}

    /** The answer to {@link Asked}: {@code error} is a code, or empty where it was carried out. */
    record Answered(long number, String command, String conversation, String error) implements What {}

    /** The answer before this one says that the visitor waits, and since when: milliseconds since 1970. */
    record Waits(long since) implements What {}

    /** {@code send-message} was sent, for the first time or again. */
    record Sent(String conversation, String id, String body, int attempt) implements What {}

    /** A {@code send-message} was acknowledged. */
    record Acked(String conversation, String id, long sequence, long sentAt) implements What {}

    /** A {@code send-message} was refused. */
    record Refused(String conversation, String id, String error) implements What {}

    /** {@code matched}. */
    record Matched(String conversation, String partner) implements What {}

    /** {@code rejoined}; its messages follow as {@link Received}. */
    record Rejoined(String conversation, String partner, boolean partnerOnline, boolean truncated, int messages)
            implements What {}

    /** A message was read off the wire, whether the client had it already or not. */
    record Received(Way way, String conversation, long sequence, String id, String from, String body) implements What {}

    /**
     * One page of {@code history}, whenever it was asked for.
     *
     * @param known the highest sequence that the asker knew of when it asked
     * @param before the point that the page precedes; 0 for the newest page, and for one after a point
     * @param after the point that the page follows; -1 for the others
     */
    record Page(String conversation, long known, long before, long after, List<Long> sequences, boolean more)
            implements What {}

    /** {@code history} was asked until nothing was left: what it told beyond a sequence, in that order. */
    record ReadWhole(String conversation, long after, List<Long> sequences) implements What {}

    /** Where a client that has settled believes that it is; the truth follows in the {@link SessionBegan} of a new tab. */
    record Believes(String state, String conversation) implements What {}

    /** {@code conversation-ended}. */
    record Ended(String conversation, String reason) implements What {}

    /** Any other event. */
    record Noticed(String event, String conversation) implements What {}

    /** The connection is over: the close code, or 1006 without one. {@code own} where the client dropped it. */
    record Closed(int code, boolean own) implements What {}

    /** The gateway did what no gateway may, or the client could not go on. */
    record Broken(String what) implements What {}

    /** A fault was injected, or healed. {@code empties}: what Redis held is gone. */
    record Fault(String fault, boolean healed, boolean empties) implements What {}

    /** A new part of the run began, such as {@code calm}. */
    record Phase(String name) implements What {}

    /** How a message reached a client. */
    enum Way {
        /** As {@code receive-message}. */
        LIVE,
        /** In {@code rejoined}. */
        REJOINED,
        /** In the answer to {@code history}. */
        HISTORY
    }
}
