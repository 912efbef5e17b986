package chat.tandem.common.state.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a page knows, as long as it is not reloaded: where it is, and the messages of each conversation. */
final class Memory {
    private final Map<String, SortedSet<Long>> known = new HashMap<>();
    private String conversation = "";

    /** The last conversation that it was in; empty for none. */
    String conversation() {
        return conversation;
    }

    void enter(String entered) {
        conversation = entered;
        known.computeIfAbsent(entered, any -> new TreeSet<>());
    }

    boolean knows(String of, long sequence) {
        return known.getOrDefault(of, new TreeSet<>()).contains(sequence);
    }

    /** Whether it was news; of a conversation in which this page never was it is none. */
    boolean learn(String of, long sequence) {
        SortedSet<Long> set = known.get(of);
        return set != null && set.add(sequence);
    }

    /** The highest sequence below which there is no hole. */
    long holeFree(String of) {
        long reached = 0;
        for (long sequence : known.getOrDefault(of, new TreeSet<>())) {
            if (sequence != reached + 1) {
                break;
            }
            reached = sequence;
        }
        return reached;
    }
}
