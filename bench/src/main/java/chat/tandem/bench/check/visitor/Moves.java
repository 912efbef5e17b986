package chat.tandem.bench.check.visitor;

import chat.tandem.bench.check.visitor.Chat.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands by which a tab goes from one state to the next; those that may have been in vain are tried again. */
final class Moves {
    private static final long RETRY_MILLIS = 300;

    private final Place place;
    private final Chat chat;
    private @Nullable Line line;
    private int unanswered;

    Moves(Place place, Chat chat) {
        this.place = place;
        this.chat = chat;
    }

    /** How many have no answer yet, or wait to be tried again. */
    int unanswered() {
        return unanswered;
    }

    /** A session has begun on a connection: its state is what came of all that was asked before. */
    void began(Line on) {
        line = on;
        unanswered = 0;
    }

    void lost() {
        line = null;
    }

    void join(List<String> interests) {
        move("join-queue", "", interests.isEmpty() ? Map.of() : Map.of("interests", interests), State.WAITING);
    }

    void leaveQueue() {
        move("leave-queue", "", Map.of(), State.IDLE);
    }

    void leaveConversation() {
        var about = chat.conversation();
        move("leave-conversation", about, Map.of("conversationId", about), State.IDLE);
    }

    void next(List<String> interests) {
        var data = new HashMap<String, Object>();
        data.put("conversationId", chat.conversation());
        if (!interests.isEmpty()) {
            data.put("interests", interests);
        }
        move("next", chat.conversation(), data, State.WAITING);
    }

    private void move(String command, String about, Map<String, ?> data, State then) {
        var on = line;
        if (on == null) {
            return;
        }
        unanswered++;
        on.ask(command, about, data).onComplete(answer -> {
            if (on != line) {
                return;
            }
            unanswered--;
            if (answer.succeeded()) {
                chat.moved(about, then);
            } else {
                refused(on, command, about, data, then, answer.cause());
            }
        });
    }

    private void refused(Line on, String command, String about, Map<String, ?> data, State then, Throwable failure) {
        var error = Line.error(failure);
        if (error == null) {
            return;
        }
        switch (error.code()) {
            case "unavailable", "internal" -> again(on, error.retryAfterMs(), () -> move(command, about, data, then));
            case "wrong-state" -> {
                var here = chat.conversation();
                if (command.equals("next") && (here.equals(about) || here.isEmpty())) {
                    join(List.of());
                }
            }
            default -> {}
        }
    }

    private void again(Line on, long wait, Runnable step) {
        unanswered++;
        place.after(Math.max(RETRY_MILLIS, wait), () -> {
            if (on == line) {
                unanswered--;
                step.run();
            }
        });
    }
}
