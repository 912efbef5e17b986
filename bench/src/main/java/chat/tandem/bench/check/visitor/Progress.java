package chat.tandem.bench.check.visitor;

import java.util.TreeSet;

/** Which sequences of a conversation a client has. */
final class Progress {
    private long wholeUpTo;
    private final TreeSet<Long> beyond = new TreeSet<>();

    /** @param base up to here nothing is missed */
    Progress(long base) {
        this.wholeUpTo = base;
    }

    /** Takes one in; one that is there already changes nothing. */
    void add(long sequence) {
        if (sequence > wholeUpTo) {
            beyond.add(sequence);
        }
        while (beyond.remove(wholeUpTo + 1)) {
            wholeUpTo++;
        }
    }

    /** The highest sequence below which there is no hole: what {@code resume} says. */
    long wholeUpTo() {
        return wholeUpTo;
    }

    /** The highest of all. */
    long highest() {
        return beyond.isEmpty() ? wholeUpTo : beyond.last();
    }

    boolean whole() {
        return beyond.isEmpty();
    }
}
