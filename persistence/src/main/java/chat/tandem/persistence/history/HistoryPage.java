package chat.tandem.persistence.history;

import chat.tandem.persistence.history.HistoryQuery.Direction;
import chat.tandem.persistence.request.AnswerSize;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * A page put together from what is stored and from the conversation's replay log, which knows what is still on its way
 * to the database. Several writers store what was said, and not in its order: so a stored message tells nothing of those
 * before it. What lies behind the first hole above everything that is known for sure is left out, as if it had not been
 * said yet.
 *
 * @param messages oldest first
 * @param more whether there are further ones behind the page, seen from its point
 * @param whole whether nothing can be missing in it
 * @param broken whether a message seems to be missing in it, and nothing is known that tells whether it is on its way
 */
record HistoryPage(List<HistoryMessage> messages, boolean more, boolean whole, boolean broken) {

    /**
     * Puts one together. Sequences have no gaps, so a page without a gap is whole; and the log, where there is one, ends
     * with the newest message.
     *
     * @param stored at most {@code limit + 1} stored messages next to the point, nearest first
     * @param log the newest messages of the conversation, in any order; empty when Redis no longer has them
     * @param settled the sequence up to which nothing is on its way: what is missing there will never come, since it could
     *     not be stored; 0 where that is not known
     */
    static HistoryPage of(HistoryQuery query, List<HistoryMessage> stored, List<HistoryMessage> log, long settled) {
        long newestOfLog =
                log.stream().mapToLong(HistoryMessage::sequence).max().orElse(0);
        TreeMap<Long, HistoryMessage> known = new TreeMap<>();
        log.stream()
                .filter(message -> query.covers(message.sequence()))
                .forEach(message -> known.put(message.sequence(), message));
        stored.forEach(message -> known.put(message.sequence(), message));
        long certain = Math.max(newestOfLog, settled);
        boolean shortened = certain > 0 && leaveOut(known, newestInRow(query, known, certain));
        boolean older = query.direction() == Direction.OLDER;
        List<HistoryMessage> near = near(query, (older ? known.descendingMap() : known).values());
        boolean unseen = older && shortened && stored.size() > query.limit();
        boolean more = known.size() > near.size()
                || isBehind(query, near, newestOfLog)
                || (unseen && (near.isEmpty() || near.getLast().sequence() > 1));
        boolean full = near.size() == query.limit() || known.size() > near.size();
        return new HistoryPage(
                older ? near.reversed() : near,
                more,
                newestOfLog > 0 && isWhole(query, near, Math.max(newestOfLog, highest(known)), full),
                certain == 0 ? isBroken(query, near, full) : unseen && near.isEmpty());
    }

    private static long highest(TreeMap<Long, HistoryMessage> known) {
        return known.isEmpty() ? 0 : known.lastKey();
    }

    /** The highest sequence up to which no other is missing above those that are certain. */
    private static long newestInRow(HistoryQuery query, TreeMap<Long, HistoryMessage> known, long certain) {
        long newest = query.direction() == Direction.OLDER ? certain : Math.max(certain, query.point());
        while (known.containsKey(newest + 1)) {
            newest++;
        }
        return newest;
    }

    private static boolean leaveOut(TreeMap<Long, HistoryMessage> known, long newest) {
        var behind = known.tailMap(newest, false);
        boolean any = !behind.isEmpty();
        behind.clear();
        return any;
    }

    /** As many as were asked for, and fit into an answer. */
    private static List<HistoryMessage> near(HistoryQuery query, Collection<HistoryMessage> nearestFirst) {
        List<HistoryMessage> near = new ArrayList<>();
        AnswerSize size = new AnswerSize();
        for (HistoryMessage message : nearestFirst) {
            if (near.size() == query.limit() || !size.takes(message.json().length())) {
                break;
            }
            near.add(message);
        }
        return near;
    }

    /** Whether a message lies behind the page that only its sequence tells of. */
    private static boolean isBehind(HistoryQuery query, List<HistoryMessage> near, long newest) {
        if (newest == 0 || near.isEmpty()) {
            return false;
        }
        long furthest = near.getLast().sequence();
        return query.direction() == Direction.OLDER ? furthest > 1 : furthest < newest;
    }

    private static boolean isWhole(HistoryQuery query, List<HistoryMessage> near, long newest, boolean full) {
        long step = query.direction() == Direction.OLDER ? -1 : 1;
        long first = query.direction() == Direction.OLDER ? Math.min(query.point() - 1, newest) : query.point() + 1;
        if (hasHole(near, first, step)) {
            return false;
        }
        long next = first + step * near.size();
        return full || next < 1 || next > newest;
    }

    /** Where nothing is known but what is stored: a hole in it, or before its first message. */
    private static boolean isBroken(HistoryQuery query, List<HistoryMessage> near, boolean full) {
        if (near.isEmpty()) {
            return false;
        }
        return query.direction() == Direction.OLDER
                ? hasHole(near, near.getFirst().sequence(), -1)
                        || (!full && near.getLast().sequence() > 1)
                : hasHole(near, query.point() + 1, 1);
    }

    private static boolean hasHole(List<HistoryMessage> near, long first, long step) {
        long expected = first;
        for (HistoryMessage message : near) {
            if (message.sequence() != expected) {
                return true;
            }
            expected += step;
        }
        return false;
    }

    /** {@code {"messages": […], "more": …}}. */
    Buffer toJson() {
        Buffer json = Buffer.buffer(256 + messages.size() * 256).appendString("{\"messages\":[");
        for (int i = 0; i < messages.size(); i++) {
            json.appendString(i == 0 ? "" : ",").appendBuffer(messages.get(i).json());
        }
        return json.appendString("],\"more\":")
                .appendString(Boolean.toString(more))
                .appendString("}");
    }
}
