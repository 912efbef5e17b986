package chat.tandem.bench.check.judge;

import chat.tandem.bench.check.history.Entry;
import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.history.What.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A history made by hand, and the rows that go with it. Ann (0, on connection 1) and Bob (1, on connection 2) are in a
 * conversation. Every entry comes 10 ms after the one before.
 */
final class Tale {
    static final String ANN = "aaaaaaaa-0000-4000-8000-000000000000";
    static final String BOB = "bbbbbbbb-0000-4000-8000-000000000000";
    static final String EVE = "eeeeeeee-0000-4000-8000-000000000000";
    private static final long BEGAN = 1_800_000_000_000L;
    private static final long STEP_MILLIS = 10;
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** A conversation that began with the history. */
    static final String TALK = conversation(1);

    private final List<Entry> entries = new ArrayList<>();
    private final List<Rows.Conversation> conversations = new ArrayList<>();
    private final List<Rows.Message> messages = new ArrayList<>();
    private long millis = 100;
    private long lastCommand;

    /** Nobody has come yet. */
    static Tale empty() {
        return new Tale();
    }

    /** Ann and Bob are talking. */
    static Tale ofTwo() {
        return empty().comes(0, 1, ANN)
                .comes(1, 2, BOB)
                .stored(TALK, ANN, BOB)
                .by(0, 1, new What.Matched(TALK, BOB))
                .by(1, 2, new What.Matched(TALK, ANN));
    }

    /** An id whose time is the given number of milliseconds after the beginning. */
    static String conversation(long millis) {
        var time = "%012x".formatted(BEGAN + millis);
        return time.substring(0, 8) + "-" + time.substring(8) + "-7000-8000-000000000001";
    }

    static String id(int number) {
        return "00000000-0000-4000-8000-%012d".formatted(number);
    }

    static String body(int number) {
        return "words " + id(number);
    }

    Tale by(int visitor, int connection, What what) {
        entries.add(new Entry(millis * 1_000_000, visitor, connection, what));
        return passes(STEP_MILLIS);
    }

    Tale befalls(What what) {
        return by(Entry.NOBODY, 0, what);
    }

    Tale passes(long more) {
        millis += more;
        return this;
    }

    /** Now, in milliseconds since 1970. */
    long now() {
        return BEGAN + millis;
    }

    Tale comes(int visitor, int connection, String user) {
        return by(visitor, connection, new What.Opened(connection, "gateway"))
                .by(visitor, connection, new What.Greeted("", 0))
                .by(visitor, connection, new What.SessionBegan(user, "idle", ""));
    }

    /** Comes back to the conversation on a new connection; what was missed must follow. */
    Tale returns(int visitor, int connection, String user, long resume, int missed) {
        return by(visitor, connection, new What.Opened(connection, "gateway"))
                .by(visitor, connection, new What.Greeted(TALK, resume))
                .by(visitor, connection, new What.SessionBegan(user, "paired", TALK))
                .by(visitor, connection, new What.Rejoined(TALK, user.equals(ANN) ? BOB : ANN, true, false, missed));
    }

    Tale asks(int visitor, int connection, String command, String conversation) {
        return by(visitor, connection, new What.Asked(++lastCommand, command, conversation));
    }

    Tale does(int visitor, int connection, String command, String conversation) {
        return asks(visitor, connection, command, conversation)
                .by(visitor, connection, new What.Answered(lastCommand, command, conversation, ""));
    }

    /** Sends a message that is acknowledged and stored. */
    Tale says(int visitor, int connection, int number, long sequence) {
        return by(visitor, connection, new What.Sent(TALK, id(number), body(number), 1))
                .by(visitor, connection, new What.Acked(TALK, id(number), sequence, now()))
                .stored(number, sequence, visitor == 0 ? ANN : BOB);
    }

    Tale reads(int visitor, int connection, Way way, int number, long sequence) {
        var from = visitor == 0 ? BOB : ANN;
        return by(visitor, connection, new What.Received(way, TALK, sequence, id(number), from, body(number)));
    }

    Tale stored(String conversation, String a, String b) {
        conversations.add(new Rows.Conversation(conversation, a, b, now(), null, null, null));
        return this;
    }

    Tale stored(int number, long sequence, String sender) {
        messages.add(new Rows.Message(TALK, sequence, sender, id(number), body(number)));
        return this;
    }

    /** The same with other words. */
    Tale storedAs(int number, long sequence, String sender, String words) {
        messages.add(new Rows.Message(TALK, sequence, sender, id(number), words));
        return this;
    }

    /** The database learns that the conversation is over now. */
    Tale over(String reason, @Nullable String by) {
        conversations.replaceAll(row -> row.id().equals(TALK)
                ? new Rows.Conversation(TALK, row.a(), row.b(), row.startedAt(), now(), reason, by)
                : row);
        return passes(STEP_MILLIS);
    }

    Tale forgetsMessages() {
        messages.clear();
        return this;
    }

    Evidence evidence() {
        return new Evidence(entries, BEGAN, GRACE, new Rows(conversations, messages));
    }

    List<Violation> judged() {
        return Judge.judge(evidence());
    }

    List<String> broken() {
        return judged().stream().map(Violation::rule).distinct().toList();
    }
}
