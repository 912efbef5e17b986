package chat.tandem.common.state.model;

/**
 * A token bucket.
 *
 * @param fullAt the moment at which it is full again, if nobody takes from it
 */
record Bucket(long fullAt) {
    static final Bucket FULL = new Bucket(0);

    /** How long to wait for a token; 0 when one is there. */
    long waitFor(long now, long interval, int burst) {
        long missing = Math.max(0, fullAt - now);
        return Math.max(0, missing - (burst - 1) * interval);
    }

    Bucket taken(long now, long interval) {
        return new Bucket(Math.max(fullAt, now) + interval);
    }
}
