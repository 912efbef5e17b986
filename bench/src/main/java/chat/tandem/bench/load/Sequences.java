package chat.tandem.bench.load;

import java.util.BitSet;

/**
 * The sequences that one client has seen in its conversation, by its own acknowledgements and by what it received:
 * together they must be 1, 2, 3, … without a gap, each once. Not thread-safe.
 */
final class Sequences {
    private final BitSet seen = new BitSet();

    /** Whether this sequence is new. */
    boolean add(long sequence) {
        var index = Math.toIntExact(sequence);
        var fresh = index > 0 && !seen.get(index);
        seen.set(index);
        return fresh;
    }

    /** How many are missing below the highest. */
    int missing() {
        return Math.max(0, seen.length() - 1) - seen.cardinality();
    }
}
