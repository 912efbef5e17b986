package chat.tandem.e2e;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What everybody said, saw and was told, written down as it happened; {@link #faults()} says what of it must not be.
 * Used from one thread.
 */
final class Ledger {
    /** A message as one side knows it. */
    record Message(String conversation, String from, String id, String body, long sequence) {}

    /** One conversation: who was in it, and what each side knows. */
    private static final class Conversation {
        final Set<String> members = new HashSet<>();
        final Map<Long, Message> acknowledged = new TreeMap<>();
        final Map<String, List<Message>> receivedBy = new HashMap<>();
        boolean brokenOff;
    }

    private final Map<String, Conversation> conversations = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    private Conversation conversation(String id) {
        return conversations.computeIfAbsent(id, any -> new Conversation());
    }

    void matched(String conversation, String user) {
        if (!conversation(conversation).members.add(user)) {
            fault(user + " was matched twice in " + conversation);
        }
    }

    void acknowledged(Message message) {
        var before = conversation(message.conversation()).acknowledged.put(message.sequence(), message);
        if (before != null) {
            fault("two messages have one sequence: " + before + ", " + message);
        }
    }

    void received(String user, Message message) {
        conversation(message.conversation())
                .receivedBy
                .computeIfAbsent(user, any -> new ArrayList<>())
                .add(message);
    }

    /** Somebody left while the other may still have been talking: what was under way may stay unseen. */
    void brokenOff(String conversation) {
        conversation(conversation).brokenOff = true;
    }

    void fault(String what) {
        faults.add(what);
    }

    /** The faults that were seen as they happened. */
    List<String> noted() {
        return List.copyOf(faults);
    }

    /** Every message that was acknowledged. */
    List<Message> acknowledged() {
        return conversations.values().stream()
                .flatMap(conversation -> conversation.acknowledged.values().stream())
                .toList();
    }

    /** Everything that must not be; empty is right. */
    List<String> faults() {
        var all = new ArrayList<>(faults);
        conversations.forEach((id, conversation) -> {
            if (conversation.members.size() != 2) {
                all.add(id + " has the members " + conversation.members);
            }
            conversation.members.forEach(member -> check(id, conversation, member, all));
            if (!conversation.brokenOff) {
                checkSequences(id, conversation, all);
            }
        });
        return all;
    }

    /** What came is what was sent, in order, each once; all of it, unless somebody broke off. */
    private static void check(String id, Conversation conversation, String member, List<String> faults) {
        var sent = conversation.acknowledged.values().stream()
                .filter(message -> !message.from().equals(member))
                .toList();
        var received = conversation.receivedBy.getOrDefault(member, List.of());
        if (conversation.brokenOff) {
            checkOrder(id, member, received, faults);
        } else if (!sent.equals(received)) {
            faults.add(member + " in " + id + " was sent " + sent + " and received " + received);
        }
        if (received.stream().anyMatch(message -> message.from().equals(member))) {
            faults.add(member + " in " + id + " received a message of its own");
        }
    }

    private static void checkOrder(String id, String member, List<Message> received, List<String> faults) {
        for (int index = 1; index < received.size(); index++) {
            if (received.get(index).sequence() <= received.get(index - 1).sequence()) {
                faults.add(member + " in " + id + " received out of order, or twice: " + received);
            }
        }
    }

    private static void checkSequences(String id, Conversation conversation, List<String> faults) {
        long expected = 1;
        for (var sequence : conversation.acknowledged.keySet()) {
            if (sequence != expected++) {
                faults.add("the sequences of " + id + " have a gap: " + conversation.acknowledged.keySet());
                return;
            }
        }
    }
}
