package chat.tandem.common.state.simulation;

import java.util.PriorityQueue;

/** Virtual time: what is to happen, in the order of its moment, then of its number. */
final class Agenda {
    /** Any moment will do. */
    static final long BEGINNING = 1_800_000_000_000L;

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long now = BEGINNING;
    private long number;

    private record Entry(long at, long number, Runnable what) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    /** Epoch milliseconds, of Redis and of everybody's monotonic clock. */
    long now() {
        return now;
    }

    void at(long moment, Runnable what) {
        entries.add(new Entry(Math.max(moment, now), number++, what));
    }

    void in(long millis, Runnable what) {
        at(now + millis, what);
    }

    /** Lets time pass up to a moment. */
    void passUntil(long moment) {
        Entry next;
        while ((next = entries.peek()) != null && next.at <= moment) {
            entries.remove();
            now = next.at;
            next.what.run();
        }
        now = moment;
    }
}
