package chat.tandem.common.state.model;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One user's session as the model sees it. */
final class Person {
    enum State {
        IDLE,
        WAITING,
        PAIRED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    final String user;
    /** The holder; both null exactly while the user is away. */
    @Nullable
    String gateway;

    @Nullable
    String connection;

    State state = State.IDLE;
    /** While paired. */
    @Nullable
    String conversation;

    @Nullable
    String partner;
    /** The partner was told of the absence. */
    boolean announced;
    /** While waiting: since when, whatever happened since. */
    long since;

    /** As JSON strings. */
    List<String> interests = List.of();

    long read;
    /** The last partner. */
    @Nullable
    String recent;
    /** The last conversation that ended, why, and the connection that was told. */
    @Nullable
    String last;

    @Nullable
    String lastReason;

    @Nullable
    String told;
    /** As a JSON string. */
    @Nullable
    String name;

    /** What this side has put into the conversation's log, less what it has taken out. */
    @Nullable
    Long logBytes;

    Bucket messages = Bucket.FULL;
    Bucket bytes = Bucket.FULL;
    Bucket joins = Bucket.FULL;

    Person(String user) {
        this.user = user;
    }

    boolean isAway() {
        return connection == null;
    }

    /** The last conversation, where this connection was told of its end. */
    String past() {
        return last != null && connection != null && connection.equals(told) ? last : "";
    }

    boolean isHereAndPaired() {
        return state == State.PAIRED && !isAway();
    }

    boolean isIn(String wanted) {
        return state == State.PAIRED && wanted.equals(conversation);
    }

    void wait(long now, List<String> wanted) {
        state = State.WAITING;
        since = now;
        interests = wanted;
    }

    void meet(String other, String met) {
        rest();
        state = State.PAIRED;
        conversation = met;
        partner = other;
    }

    /** Out of the queue or the conversation. */
    void rest() {
        state = State.IDLE;
        conversation = null;
        partner = null;
        announced = false;
        since = 0;
        interests = List.of();
        read = 0;
        logBytes = null;
    }
}
