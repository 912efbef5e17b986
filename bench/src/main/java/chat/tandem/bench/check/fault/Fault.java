package chat.tandem.bench.check.fault;

/**
 * One fault of a schedule.
 *
 * @param kind what is done
 * @param choice decides which of several is hit: a number from 0 to 2^31 − 1, to be taken modulo their count
 * @param atMillis when, from the beginning of the faults
 * @param lengthMillis how long until it is healed
 */
public record Fault(FaultKind kind, int choice, long atMillis, long lengthMillis) {
    /** The same at another time. */
    Fault at(long millis) {
        return new Fault(kind, choice, millis, lengthMillis);
    }

    /** When it is healed, from the beginning of the faults. */
    public long endMillis() {
        return atMillis + lengthMillis;
    }

    @Override
    public String toString() {
        return kind.text() + " #" + choice % 100 + " for " + lengthMillis + " ms";
    }
}
