package chat.tandem.bench.check.visitor;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a tab still has to say. It sends one message at a time, and keeps it until the gateway has said yes or a final no,
 * over as many connections as that takes.
 */
final class Outbox {
    private static final long RETRY_MILLIS = 300;

    private final Place place;
    private final Said said;
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private @Nullable Line line;
    private boolean sending;

    /** Is told of each message that was acknowledged. */
    interface Said {
        void said(String conversation, long sequence);
    }

    Outbox(Place place, Said said) {
        this.place = place;
        this.said = said;
    }

    /** How many have no final answer yet. */
    int size() {
        return waiting.size();
    }

    /** A session has begun on a connection: what had no answer is sent again. */
    void began(Line on) {
        line = on;
        sending = false;
        drive();
    }

    void lost() {
        line = null;
    }

    void say(Outgoing message) {
        waiting.add(message);
        drive();
    }

    /** Sends a message beside the row: a repeated one, or one that is too late. */
    void sayAtOnce(Outgoing message) {
        if (line != null) {
            line.send(message).onSuccess(sequence -> acknowledged(message, sequence));
        }
    }

    private void drive() {
        var on = line;
        var head = waiting.peek();
        if (on == null || sending || head == null) {
            return;
        }
        sending = true;
        on.send(head).onComplete(answer -> {
            if (on == line) { // else the next session sends it again
                answered(on, head, answer.succeeded() ? answer.result() : 0, answer.cause());
            }
        });
    }

    private void answered(Line on, Outgoing head, long sequence, @Nullable Throwable failure) {
        var wait = failure == null ? 0 : waitAfter(failure);
        if (wait == 0) {
            waiting.poll();
        }
        if (failure == null) {
            acknowledged(head, sequence);
        }
        place.after(wait, () -> {
            if (on == line) {
                sending = false;
                drive();
            }
        });
    }

    private void acknowledged(Outgoing message, long sequence) {
        message.acknowledge();
        said.said(message.conversation, sequence);
    }

    /** How long to wait before the same is tried again; 0 where the answer is final. */
    private static long waitAfter(Throwable failure) {
        var error = Line.error(failure);
        if (error == null) {
            return RETRY_MILLIS; // the connection is lost, which shows otherwise
        }
        return switch (error.code()) {
            case "unavailable", "internal", "rate-limited", "conflict" -> Math.max(RETRY_MILLIS, error.retryAfterMs());
            default -> 0;
        };
    }
}
