package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.ClientFrame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The commands of one connection that wait for their answers, where the transport has a way of its own to bring each answer back. Each
 * gets an id of ours, under which the session answers.
 */
final class Unanswered {
    private final Map<Long, Consumer<Answer>> waiting = new HashMap<>(2);
    private long last;

    /** The frame under an id of ours. Its answer, which comes once at the most, goes to {@code answered}. */
    ClientFrame add(ClientFrame frame, Consumer<Answer> answered) {
        last++;
        waiting.put(last, answered);
        return switch (frame) {
            case ClientFrame.Command command -> new ClientFrame.Command(last, command.command());
            case ClientFrame.Refused refused -> new ClientFrame.Refused(last, refused.event(), refused.error());
        };
    }

    /** The answer to a command has come; one that nobody waits for is dropped. */
    void answer(long id, Answer answer) {
        Consumer<Answer> answered = waiting.remove(id);
        if (answered != null) {
            answered.accept(answer);
        }
    }

    /** This is the answer to all that wait. */
    void answerAll(Answer answer) {
        List.copyOf(waiting.keySet()).forEach(id -> answer(id, answer));
    }
}
