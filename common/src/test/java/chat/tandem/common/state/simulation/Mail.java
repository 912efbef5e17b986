package chat.tandem.common.state.simulation;

import chat.tandem.common.state.Connected.Paired;
import chat.tandem.common.state.SessionState;
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
    private long received;

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
        if (holding) {
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
                entry.sequence() == 0 || entry.sequence() > received,
                Rule.SEQUENCE,
                () -> entry + " comes after " + received,
                entry.conversation());
        received = Math.max(received, entry.sequence());
        seen(entry.sequence());
        out.accept(entry.frame());
        if (entry.event().equals("conversation-ended")) {
            leave(state == SessionState.PAIRED ? SessionState.IDLE : state);
        }
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
        received = sequence;
    }

    void leave(SessionState now) {
        state = now;
        conversation = "";
        highest = 0;
        received = 0;
    }

    void become(SessionState now) {
        state = now;
    }

    void seen(long sequence) {
        highest = Math.max(highest, sequence);
    }
}
