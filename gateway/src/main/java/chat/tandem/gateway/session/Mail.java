package chat.tandem.gateway.session;

import chat.tandem.common.bus.InboxEntry;
import chat.tandem.common.state.Connected.Paired;
import chat.tandem.common.state.SessionState;
import chat.tandem.gateway.transport.Position;
import chat.tandem.gateway.transport.ServerEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts what comes out of the inbox for one connection before the client, and is the last check: an entry of a
 * conversation is written only while that is the connection's current one. {@code matched} makes it so,
 * {@code conversation-ended} and the client's own leaving end it. While a command is in flight that may change the
 * conversation, entries wait, so that none overtakes the answer; and an answer waits for the entries of a conversation that
 * came and went before it.
 */
final class Mail {
    private final Consumer<ServerEvent> out;
    private final Runnable backInTime;
    private final LongConsumer delivered;
    private final Deque<InboxEntry.Event> held = new ArrayDeque<>(2);
    private boolean holding;
    private SessionState state = SessionState.IDLE;
    private @Nullable String conversation;
    private long highest;
    /** Up to this sequence the client has all that its partner wrote. */
    private long whole;
    /** What may still come out of the inbox, though the client has it. */
    private RejoinedMessages rejoined = RejoinedMessages.none();

    /** The conversation of whose end the client knows. */
    private String over = "";
    /** The conversation whose end an answer waits for. */
    private String awaited = "";

    private Promise<Void> told = Promise.promise();

    /**
     * Of a connection that is in no conversation yet.
     *
     * @param out tells the client
     * @param backInTime told when a message came whose sequence was taken already: Redis has forgotten what it gave out
     * @param delivered told of each message that was written, with the moment since when it has been under way
     */
    Mail(Consumer<ServerEvent> out, Runnable backInTime, LongConsumer delivered) {
        this.delivered = delivered;
        this.out = out;
        this.backInTime = backInTime;
    }

    SessionState state() {
        return state;
    }

    @Nullable
    String conversation() {
        return conversation;
    }

    /** The highest sequence of the current conversation that was seen here. */
    long highest() {
        return highest;
    }

    /** The sequence in the current conversation up to which the client misses nothing of its partner's. */
    long whole() {
        return whole;
    }

    /** From now on entries wait. */
    void hold() {
        holding = true;
    }

    /** Writes what waited, in order, and no longer holds anything back. */
    void release() {
        holding = false;
        InboxEntry.Event entry;
        while (!holding && (entry = held.poll()) != null) {
            write(entry);
        }
    }

    void deliver(InboxEntry.Event entry) {
        // That another connection took the session waits for nothing.
        if (holding && awaited.isEmpty() && !entry.event().equals("session-replaced")) {
            held.add(entry);
        } else {
            write(entry);
        }
    }

    private void write(InboxEntry.Event entry) {
        if (entry.event().equals("matched")) {
            enter(entry.conversation(), 0);
        }
        if (entry.conversation() != null && !entry.conversation().equals(conversation)) {
            return;
        }
        if (entry.sequence() > 0 && entry.sequence() <= whole) {
            if (!rejoined.take(entry)) {
                backInTime.run();
            }
            return;
        }
        if (rejoined.passedBy(entry.sequence())) {
            rejoined = RejoinedMessages.none();
        }
        whole = Math.max(whole, entry.sequence());
        seen(entry.sequence());
        out.accept(new ServerEvent(entry.event(), entry.data().toString(), position(entry)));
        if (entry.sequence() > 0) {
            delivered.accept(entry.at());
        }
        if (entry.event().equals("conversation-ended")) {
            leave(state == SessionState.PAIRED ? SessionState.IDLE : state);
            if (over.equals(awaited)) {
                waitNoLonger();
            }
        }
    }

    /** Where the client stands once it has seen an entry, if that moves it. */
    private static @Nullable Position position(InboxEntry.Event entry) {
        boolean moves = entry.sequence() > 0 || entry.event().equals("matched");
        return moves && entry.conversation() != null ? new Position(entry.conversation(), entry.sequence()) : null;
    }

    /**
     * Lets everything through up to the end of a conversation that the shard knows to be over, and completes then; at once
     * where the client knows that end, or the conversation, already.
     *
     * @param past empty for none
     */
    Future<Void> upToTheEndOf(String past) {
        if (past.isEmpty() || past.equals(over) || past.equals(conversation)) {
            return Future.succeededFuture();
        }
        awaited = past;
        told = Promise.promise();
        Future<Void> done = told.future();
        InboxEntry.Event entry;
        while (!awaited.isEmpty() && (entry = held.poll()) != null) {
            write(entry);
        }
        return done;
    }

    /** What an answer waits for will not come any more, or is of no use. */
    void waitNoLonger() {
        awaited = "";
        told.tryComplete();
    }

    /** The conversation goes on where it was; what {@code rejoined} contains is dropped, whenever it comes. */
    void rejoin(Paired paired) {
        enter(paired.conversation(), paired.sequence());
        rejoined = RejoinedMessages.of(paired);
        held.removeIf(entry -> paired.conversation().equals(entry.conversation())
                && entry.sequence() > 0
                && entry.sequence() <= paired.sequence());
    }

    private void enter(@Nullable String entered, long sequence) {
        state = SessionState.PAIRED;
        conversation = entered;
        highest = sequence;
        whole = sequence;
        rejoined = RejoinedMessages.none();
    }

    /** The client is in no conversation now: whatever follows of the last one is dropped. */
    void leave(SessionState now) {
        if (conversation != null) {
            over = conversation;
        }
        state = now;
        conversation = null;
        highest = 0;
        whole = 0;
    }

    /** The client knows that this conversation is over. */
    void over(String ended) {
        over = ended;
    }

    /**
     * The session is in this state now. Where the partner ended the conversation and that entry is still on its way, it
     * is let through.
     */
    void become(SessionState now) {
        state = now;
    }

    /** A message of the current conversation has this sequence, and the client knows it. */
    void seen(long sequence) {
        highest = Math.max(highest, sequence);
        if (sequence == whole + 1) {
            whole = sequence;
        }
    }
}
