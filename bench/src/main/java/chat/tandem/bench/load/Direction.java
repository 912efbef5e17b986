package chat.tandem.bench.load;

import java.util.BitSet;
import java.util.Locale;

/**
 * The messages of one conversation in one direction: which were acknowledged to the sender, which came to the
 * recipient, and what was wrong with them. Not thread-safe.
 */
final class Direction {
    private final BitSet acknowledged = new BitSet();
    private final BitSet received = new BitSet();
    private final BitSet givenUp = new BitSet();
    private int sent;
    private int lastReceived = -1;

    /** What an arrival is. */
    enum Arrival {
        RIGHT,
        /** It has come before. */
        REPEATED,
        /** A later one came before it. */
        OUT_OF_ORDER,
        /** It was counted as lost already. */
        TOO_LATE,
        /** It was never sent. */
        UNKNOWN;

        /** In words, as the result names it. */
        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** The number of the message that is sent next. */
    int send() {
        return sent++;
    }

    void acknowledge(int number) {
        acknowledged.set(number);
    }

    Arrival receive(int number) {
        if (number < 0 || number >= sent) {
            return Arrival.UNKNOWN;
        }
        if (givenUp.get(number)) {
            return Arrival.TOO_LATE;
        }
        if (received.get(number)) {
            return Arrival.REPEATED;
        }
        received.set(number);
        var inOrder = number > lastReceived;
        lastReceived = Math.max(lastReceived, number);
        return inOrder ? Arrival.RIGHT : Arrival.OUT_OF_ORDER;
    }

    /** Counts what was acknowledged and has not come; none of it is waited for or counted again. */
    int giveUp() {
        var lost = (BitSet) acknowledged.clone();
        lost.andNot(received);
        lost.andNot(givenUp);
        givenUp.or(lost);
        return lost.cardinality();
    }
}
