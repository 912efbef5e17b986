package chat.tandem.bench.check.visitor;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one tab knows: where it is, what it has read, what it still has to say and which {@link Moves} are under way. It
 * outlives connections and ends with the tab.
 */
final class Chat {
    enum State {
        IDLE,
        WAITING,
        PAIRED
    }

    private final Place place;
    private final Outbox outbox;
    private final Moves moves;
    private State state = State.IDLE;
    private String conversation = "";
    private Progress progress = new Progress(0);
    private @Nullable Line line;
    private boolean catchingUp;

    Chat(Place place) {
        this.place = place;
        this.outbox = new Outbox(place, this::has);
        this.moves = new Moves(place, this);
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

    Outbox outbox() {
        return outbox;
    }

    Moves moves() {
        return moves;
    }

    /** Whether a command that may change the state is under way. */
    boolean changing() {
        return moves.unanswered() > 0;
    }

    /** Whether nothing is left to do. */
    boolean settled() {
        return line != null
                && outbox.size() == 0
                && !changing()
                && !catchingUp
                && (state != State.PAIRED || progress.whole());
    }

    /** What keeps it from being settled, for the story. */
    String unsettled() {
        return (line == null ? "no session, " : "") + outbox.size() + " messages to send, " + moves.unanswered()
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
        catchingUp = false;
        moves.began(on);
        var told = session.path("conversationId").asText();
        state = State.valueOf(session.path("state").asText().toUpperCase(Locale.ROOT));
        if (!told.equals(conversation)) {
            conversation = told;
            progress = new Progress(0);
        }
        outbox.began(on);
    }

    void lost() {
        line = null;
        moves.lost();
        outbox.lost();
    }

    // ---- what comes ----

    void happened(String event, JsonNode data) {
        var about = data.path("conversationId").asText();
        switch (event) {
            case "matched" -> enter(about);
            case "rejoined" -> rejoined(about, data);
            case "receive-message" -> has(about, data.path("sequence").asLong());
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
            PastMessages.readAll(
                            place,
                            on,
                            about,
                            progress.wholeUpTo(),
                            message -> has(about, message.path("sequence").asLong()))
                    .onComplete(read -> catchingUp = on == line ? false : catchingUp);
        }
    }

    /** Asks for one page, wherever it lies; nobody waits for it. */
    void lookBack(Map<String, Long> where) {
        var on = line;
        if (on != null) {
            PastMessages.readPage(on, conversation, progress.highest(), where);
        }
    }

    // ---- what was asked and is done ----

    private void has(String about, long sequence) {
        if (about.equals(conversation)) {
            progress.add(sequence);
        }
    }

    /** A move out of a conversation, or out of none (empty), was carried out. */
    void moved(String about, State then) {
        if (about.equals(conversation)) {
            leave(then);
        }
    }

    /** A command that changes nothing here. */
    Future<JsonNode> tell(String command, Map<String, ?> data) {
        return line == null ? Future.failedFuture("no session") : line.ask(command, conversation, data);
    }
}
