package chat.tandem.persistence.writing;

/**
 * How many entries may go to the dead letters: a few at any time, and of many entries one in a hundred. Where more are
 * refused, it is not the fault of the rows but of a rule that an operator made (a CHECK, a trigger) and can mend.
 */
final class DeadLetterAllowance {

    /** As many in a row. */
    static final int BURST = 16;

    /** Stored entries that allow for another dead letter. */
    static final int STORED_FOR_ONE = 100;

    private int stored = BURST * STORED_FOR_ONE;

    /** So many entries were stored. */
    void stored(int entries) {
        stored = Math.min(stored + entries, BURST * STORED_FOR_ONE);
    }

    /** Whether one more may go there; if so, it counts. */
    boolean take() {
        if (stored < STORED_FOR_ONE) {
            return false;
        }
        stored -= STORED_FOR_ONE;
        return true;
    }
}
