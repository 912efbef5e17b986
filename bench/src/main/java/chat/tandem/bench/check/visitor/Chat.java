package chat.tandem.bench.check.visitor;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one tab knows: where it is, what it has read, what it still has to send. It outlives connections and ends with the
 * tab. It sends one message at a time and keeps it until the gateway has said yes or a final no.
 */
final class Chat {
    private static final long RETRY_MILLIS = 300;

    enum State {
        IDLE,
        WAITING,
        PAIRED
    }

    private final Place place;
    private final Deque<Outgoing> outbox = new ArrayDeque<>();
    private State state = State.IDLE;
    private String conversation = "";
    private Progress progress = new Progress(0);
    private @Nullable Line line;
    private boolean sending;
    private int changing;
    private boolean catchingUp;

    Chat(Place place) {
        this.place = place;
    }

    State state() {
        return state;
    }

    String conversation() {
        return conversation;
    }

    Progress progress() {
        return progress;
    }

    /** Whether a command that may change the state is under way. */
    boolean changing() {
        return changing > 0;
    }

    /** Whether nothing is left to do. */
    boolean settled() {
        return line != null
                && outbox.isEmpty()
                && !changing()
                && !catchingUp
                && (state != State.PAIRED || progress.whole());
    }

    /** What keeps it from being settled, for the story. */
    String unsettled() {
        return (line == null ? "no session, " : "") + outbox.size() + " messages to send, " + changing
                + " commands without an answer, state " + state + ", whole up to " + progress.wholeUpTo() + " of "
                + progress.highest();
    }

    // ---- the connection comes and goes ----

    /** What {@code hello} tells the gateway; empty where there is nothing to resume. */
    Map<String, Object> resume() {
        return conversation.isEmpty()
                ? Map.of()
                : Map.of("conversationId", conversation, "sequence", progress.wholeUpTo());
    }

    /** A session has begun on a connection: its word counts. */
    void began(Line on, JsonNode session) {
        line = on;
        sending = false;
        changing = 0;
        catchingUp = false;
        var told = session.path("conversationId").asText();
        state = State.valueOf(session.path("state").asText().toUpperCase(java.util.Locale.ROOT));
        if (!told.equals(conversation)) {
            conversation = told;
            progress = new Progress(0);
        }
        drive();
    }

    void lost() {
        line = null;
    }

    // ---- what comes ----

    void happened(String event, JsonNode data) {
        var about = data.path("conversationId").asText();
        switch (event) {
            case "matched" -> enter(about);
            case "rejoined" -> rejoined(about, data);
            case "receive-message" -> {
                if (about.equals(conversation)) {
                    progress.add(data.path("sequence").asLong());
                }
            }
            case "conversation-ended" -> {
                if (about.equals(conversation)) {
                    leave(State.IDLE);
                }
            }
            default -> {}
        }
    }

    private void enter(String next) {
        state = State.PAIRED;
        conversation = next;
        progress = new Progress(0);
    }

    private void leave(State next) {
        state = next;
        conversation = "";
        progress = new Progress(0);
    }

    private void rejoined(String about, JsonNode data) {
        if (!about.equals(conversation)) {
            enter(about);
        }
        data.path("messages")
                .forEach(message -> progress.add(message.path("sequence").asLong()));
        if (data.path("truncated").asBoolean() || !progress.whole()) {
            catchUp();
        }
    }

    /** Asks for what is missing. */
    private void catchUp() {
        var on = line;
        if (on != null && !catchingUp) {
            catchingUp = true;
            var about = conversation;
            PastMessages.readAll(place, on, about, progress.wholeUpTo(), message -> {
                        if (about.equals(conversation)) {
                            progress.add(message.path("sequence").asLong());
                        }
                    })
                    .onComplete(read -> catchingUp = on == line ? false : catchingUp);
        }
    }

    // ---- messages ----

    void say(Outgoing message) {
        outbox.add(message);
        drive();
    }

    private void drive() {
        var on = line;
        var head = outbox.peek();
        if (on == null || sending || head == null) {
            return;
        }
        sending = true;
        on.send(head).onComplete(answer -> {
            if (on != line) {
                return; // the next session sends it again
            }
            var wait = 0L;
            if (answer.succeeded()) {
                outbox.poll();
                if (head.conversation.equals(conversation)) {
                    progress.add(answer.result());
                }
            } else {
                wait = waitAfter(answer.cause());
                if (wait == 0) {
                    outbox.poll();
                }
            }
            place.after(wait, () -> {
                if (on == line) {
                    sending = false;
                    drive();
                }
            });
        });
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

    /** Sends a message beside the row: a repeated one, or one that is too late. */
    void sayAtOnce(Outgoing message) {
        if (line != null) {
            line.send(message).onSuccess(sequence -> {
                if (message.conversation.equals(conversation)) {
                    progress.add(sequence);
                }
            });
        }
    }

    // ---- going from one to the next ----

    void join(List<String> interests) {
        change("join-queue", "", interests.isEmpty() ? Map.of() : Map.of("interests", interests), State.WAITING);
    }

    void leaveQueue() {
        change("leave-queue", "", Map.of(), State.IDLE);
    }

    void leaveConversation() {
        change("leave-conversation", conversation, Map.of("conversationId", conversation), State.IDLE);
    }

    void next(List<String> interests) {
        var data = new HashMap<String, Object>();
        data.put("conversationId", conversation);
        if (!interests.isEmpty()) {
            data.put("interests", interests);
        }
        change("next", conversation, data, State.WAITING);
    }

    private void change(String command, String about, Map<String, ?> data, State then) {
        var on = line;
        if (on == null) {
            return;
        }
        changing++;
        on.ask(command, about, data).onComplete(answer -> {
            if (on != line) {
                return;
            }
            changing--;
            if (answer.succeeded()) {
                done(about, then);
            } else {
                refused(on, command, about, data, then, answer.cause());
            }
        });
    }

    private void done(String about, State then) {
        if (about.equals(conversation)) {
            leave(then);
        }
    }

    private void refused(Line on, String command, String about, Map<String, ?> data, State then, Throwable failure) {
        var error = Line.error(failure);
        if (error == null) {
            return;
        }
        switch (error.code()) {
            case "unavailable", "internal" -> again(on, error.retryAfterMs(), () -> change(command, about, data, then));
            case "wrong-state" -> {
                if (command.equals("next") && (conversation.equals(about) || conversation.isEmpty())) {
                    join(List.of());
                }
            }
            default -> {}
        }
    }

    private void again(Line on, long wait, Runnable step) {
        changing++;
        place.after(Math.max(RETRY_MILLIS, wait), () -> {
            if (on == line) {
                changing--;
                step.run();
            }
        });
    }

    /** A command that changes nothing here. */
    Future<JsonNode> tell(String command, Map<String, ?> data) {
        return line == null ? Future.failedFuture("no session") : line.ask(command, conversation, data);
    }
}
