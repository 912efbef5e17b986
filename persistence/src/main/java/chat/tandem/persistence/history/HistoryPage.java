package chat.tandem.persistence.history;

import chat.tandem.persistence.history.HistoryQuery.Direction;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.TreeMap;

/**
 * A page put together from what is stored and from the conversation's replay log, which knows what is still on its way
 * to the database.
 *
 * @param messages oldest first
 * @param more whether there are further ones behind the page, seen from its point
 * @param whole whether nothing can be missing in it
 */
record HistoryPage(List<HistoryMessage> messages, boolean more, boolean whole) {

    /**
     * Puts one together. Sequences have no gaps, so a page without a gap is whole; and the log, where there is one, ends
     * with the newest message.
     *
     * @param stored at most {@code limit + 1} stored messages next to the point, nearest first
     * @param log the newest messages of the conversation, in any order; empty when Redis no longer has them
     */
    static HistoryPage of(HistoryQuery query, List<HistoryMessage> stored, List<HistoryMessage> log) {
        TreeMap<Long, HistoryMessage> known = new TreeMap<>();
        long newest = 0;
        for (HistoryMessage message : log) {
            newest = Math.max(newest, message.sequence());
            if (query.covers(message.sequence())) {
                known.put(message.sequence(), message);
            }
        }
        stored.forEach(message -> known.put(message.sequence(), message));
        var nearestFirst = query.direction() == Direction.OLDER ? known.descendingMap() : known;
        List<HistoryMessage> near =
                nearestFirst.values().stream().limit(query.limit()).toList();
        boolean more = known.size() > near.size() || isBehind(query, near, newest);
        List<HistoryMessage> page = query.direction() == Direction.OLDER ? near.reversed() : near;
        return new HistoryPage(page, more, isWhole(query, near, newest));
    }

    /** Whether a message lies behind the page that only its sequence tells of. */
    private static boolean isBehind(HistoryQuery query, List<HistoryMessage> near, long newest) {
        if (newest == 0 || near.isEmpty()) {
            return false;
        }
        long furthest = near.getLast().sequence();
        return query.direction() == Direction.OLDER ? furthest > 1 : furthest < newest;
    }

    private static boolean isWhole(HistoryQuery query, List<HistoryMessage> near, long newest) {
        if (newest == 0) {
            return false;
        }
        long step = query.direction() == Direction.OLDER ? -1 : 1;
        long expected = query.direction() == Direction.OLDER ? Math.min(query.point() - 1, newest) : query.point() + 1;
        for (HistoryMessage message : near) {
            if (message.sequence() != expected) {
                return false;
            }
            expected += step;
        }
        boolean atTheEnd = expected < 1 || expected > newest;
        return atTheEnd || near.size() == query.limit();
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
