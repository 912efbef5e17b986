package chat.tandem.common.redis;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one link, in order: those held back, and those that left and wait for their answers.
 *
 * <p><b>What leaves together.</b> A command leaves at once when nothing is on the way; what is given while something is
 * on the way is held until the next answer arrives, and then all of it leaves (Nagle's rule, with commands for bytes).
 * The writes made while an answer is being read are flushed once, when the read is over: under load, one system call
 * carries what arrived in the meantime, at the price of one round trip at most, and a lone command waits for nothing.
 *
 * <p>The client's {@code batch()}, which writes a list of commands at once, cannot be used for commands of different
 * people: in 5.0.10 it completes as a whole, and one error reply fails it with the texts of the errors only. The answers
 * of all the others, which Redis has carried out, would be lost.
 *
 * <p><b>MOVED.</b> A cluster's node that no longer owns the slot carries nothing out, so such a command goes back, in its
 * place, and leaves again on the next wire.
 */
final class Pipeline {
    private final int most;
    private final Events events;
    private final Deque<Waiting> held = new ArrayDeque<>();
    private final Deque<Waiting> onTheWay = new ArrayDeque<>();
    private final Deque<Waiting> goBack = new ArrayDeque<>();
    private @Nullable Wire wire;
    private @Nullable String movedTo;
    private boolean answering;
    private boolean readOnly;

    /** What an answer says about the server that gave it. */
    interface Events {
        /** Another server owns the slot; everything that was on the way is answered. */
        void moved(String hostAndPort);

        /** The server is a replica and takes no writes. */
        void readOnly();
    }

    /** @param most how many commands may wait */
    Pipeline(int most, Events events) {
        this.most = most;
        this.events = events;
    }

    boolean full() {
        return held.size() + onTheWay.size() + goBack.size() >= most;
    }

    /** Returns whether an answer is being delivered now. */
    boolean answering() {
        return answering;
    }

    /** Takes the wire into use; what was held leaves on it. */
    void attach(Wire next) {
        wire = next;
        movedTo = null;
        release();
    }

    Future<@Nullable Response> add(Request request) {
        Waiting waiting = new Waiting(request);
        held.add(waiting);
        if (onTheWay.isEmpty() && !answering) {
            release();
        }
        return waiting.answer().future();
    }

    private void release() {
        Wire current = wire;
        while (current != null && movedTo == null && !held.isEmpty()) {
            Waiting waiting = held.remove();
            onTheWay.add(waiting);
            current.send(waiting.request()).onComplete(answer -> answered(current, waiting, answer));
        }
    }

    private void answered(Wire from, Waiting waiting, AsyncResult<@Nullable Response> answer) {
        if (from != wire || onTheWay.peek() != waiting) {
            return; // given up already
        }
        onTheWay.remove();
        answering = true;
        try {
            deliver(waiting, answer);
        } finally {
            answering = false;
        }
        if (readOnly) {
            readOnly = false;
            events.readOnly();
        } else if (movedTo != null) {
            returnWhenAllAnswered(movedTo);
        } else {
            release();
        }
    }

    private void deliver(Waiting waiting, AsyncResult<@Nullable Response> answer) {
        if (answer.succeeded()) {
            waiting.answer().complete(answer.result());
            return;
        }
        Reply reply = Reply.of(answer.cause());
        if (reply instanceof Reply.Moved other) {
            movedTo = other.hostAndPort();
            goBack.add(waiting);
        } else {
            waiting.answer().fail(reply.toException());
            readOnly |= reply instanceof Reply.Refused refused && refused.kind().equals("READONLY");
        }
    }

    private void returnWhenAllAnswered(String target) {
        if (onTheWay.isEmpty()) {
            while (!goBack.isEmpty()) {
                held.addFirst(goBack.removeLast());
            }
            events.moved(target);
        }
    }

    /** Stops using the wire; what waits goes on waiting for the next one. */
    void detach() {
        wire = null;
    }

    /** Stops using the wire and fails everything that waits. */
    void fail(String reason) {
        detach();
        failAll(goBack, reason, false);
        failAll(onTheWay, reason, true);
        failAll(held, reason, false);
    }

    private static void failAll(Deque<Waiting> waiting, String reason, boolean sent) {
        for (int left = waiting.size(); left > 0; left--) {
            waiting.remove().answer().fail(new RedisUnavailableException(reason, sent));
        }
    }

    /** Returns since when the longest waiting command waits, or the given time where none does. */
    long waitingSince(long orElse) {
        long since = orElse;
        for (Deque<Waiting> queue : List.of(goBack, onTheWay, held)) {
            Waiting first = queue.peek();
            if (first != null && first.since() - since < 0) {
                since = first.since();
            }
        }
        return since;
    }
}
