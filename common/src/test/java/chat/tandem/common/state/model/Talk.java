package chat.tandem.common.state.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is kept of one conversation, also for a while after its end. */
final class Talk {
    /** What a sender's message was given the first time. */
    record First(long sequence, long sentAt) {}

    final String conversation;
    /** Null once it is over. */
    @Nullable
    Long sequence = 0L;
    /** The newest messages, oldest first, as JSON. */
    final List<String> log = new ArrayList<>();
    /** By `user:id`, oldest first. */
    final Map<String, First> seen = new LinkedHashMap<>();

    Talk(String conversation) {
        this.conversation = conversation;
    }

    /** The newest results of each sender: those that must still be known. */
    Set<String> newest(int each) {
        Map<String, List<String>> bySender = new TreeMap<>();
        seen.keySet()
                .forEach(field -> bySender.computeIfAbsent(
                                field.substring(0, field.indexOf(':')), any -> new ArrayList<>())
                        .add(field));
        Set<String> newest = new HashSet<>();
        bySender.values()
                .forEach(fields -> newest.addAll(fields.subList(Math.max(0, fields.size() - each), fields.size())));
        return newest;
    }
}
