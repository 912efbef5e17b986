package chat.tandem.common.state.simulation;

import chat.tandem.common.state.Connected.Paired;
import chat.tandem.common.state.SessionState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The delivery rule of the gateway's own {@code Mail}: the current conversation only, and nothing overtakes an answer. */
final class Mail {
    private final Consumer<Frame> out;
    private final Deque<Entry> held = new ArrayDeque<>();
    private boolean holding;
    private SessionState state = SessionState.IDLE;
    private String conversation = "";
    private long highest;
    private long whole;
    private String over = "";
    private String awaited = "";
    private Promise<Void> told = Promise.promise();

    Mail(Consumer<Frame> out) {
        this.out = out;
    }

    SessionState state() {
        return state;
    }

    String conversation() {
        return conversation;
    }

    long highest() {
        return highest;
    }

    long whole() {
        return whole;
    }

    void hold() {
        holding = true;
    }

    void release() {
        holding = false;
        Entry entry;
        while (!holding && (entry = held.poll()) != null) {
            write(entry);
        }
    }

    void deliver(Entry entry) {
        if (holding && awaited.isEmpty()) {
            held.add(entry);
        } else {
            write(entry);
        }
    }

    private void write(Entry entry) {
        if (entry.event().equals("matched")) {
            enter(entry.conversation(), 0);
        }
        if (!entry.conversation().isEmpty() && !entry.conversation().equals(conversation)) {
            return;
        }
        Violation.unless(
                entry.sequence() == 0 || entry.sequence() > whole,
                Rule.SEQUENCE,
                () -> entry + " comes after " + whole,
                entry.conversation());
        whole = Math.max(whole, entry.sequence());
        seen(entry.sequence());
        out.accept(entry.frame());
        if (entry.event().equals("conversation-ended")) {
            leave(state == SessionState.PAIRED ? SessionState.IDLE : state);
            if (over.equals(awaited)) {
                waitNoLonger();
            }
        }
    }

    Future<Void> upToTheEndOf(String past) {
        if (past.isEmpty() || past.equals(over) || past.equals(conversation)) {
            return Future.succeededFuture();
        }
        awaited = past;
        told = Promise.promise();
        Future<Void> done = told.future();
        Entry entry;
        while (!awaited.isEmpty() && (entry = held.poll()) != null) {
            write(entry);
        }
        return done;
    }

    void waitNoLonger() {
        awaited = "";
        told.tryComplete();
    }

    void over(String ended) {
        over = ended;
    }

    void rejoin(Paired paired) {
        enter(paired.conversation(), paired.sequence());
        held.removeIf(entry -> paired.conversation().equals(entry.conversation())
                && entry.sequence() > 0
                && entry.sequence() <= paired.sequence());
    }

    private void enter(String entered, long sequence) {
        state = SessionState.PAIRED;
        conversation = entered;
        highest = sequence;
        whole = sequence;
    }

    void leave(SessionState now) {
        if (!conversation.isEmpty()) {
            over = conversation;
        }
        state = now;
        conversation = "";
        highest = 0;
        whole = 0;
    }

    void become(SessionState now) {
        state = now;
    }

    void seen(long sequence) {
        highest = Math.max(highest, sequence);
        if (sequence == whole + 1) {
            whole = sequence;
        }
    }
}
