package chat.tandem.bench.raw;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The count of what a server did with raw connections: {@code HTTP 429}, {@code error rate-limited}, {@code close 4005},
 * {@code cut} (the connection ended without more), {@code refused} (there was none), {@code no answer}. Thread-safe.
 */
public final class Outcomes {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final LongAdder bytesSent = new LongAdder();

    /** Counts one. */
    public void count(String outcome) {
        adder(outcome).increment();
    }

    /** Adds what was counted elsewhere. */
    public void add(Outcomes other) {
        other.counts().forEach((outcome, count) -> adder(outcome).add(count));
        bytesSent.add(other.bytesSent());
    }

    private LongAdder adder(String outcome) {
        return counts.computeIfAbsent(outcome, name -> new LongAdder());
    }

    void sent(int bytes) {
        bytesSent.add(bytes);
    }

    /** The bytes that were handed to sockets. */
    public long bytesSent() {
        return bytesSent.sum();
    }

    /** The counts so far, by name. */
    public Map<String, Long> counts() {
        var all = new TreeMap<String, Long>();
        counts.forEach((outcome, count) -> all.put(outcome, count.sum()));
        return all;
    }
}
