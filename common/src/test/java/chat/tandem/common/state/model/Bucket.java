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
        return waitFor(now, interval, burst, 1);
    }

    /** How long to wait for so many tokens, all where there are never as many. */
    long waitFor(long now, long interval, int burst, int tokens) {
        long missing = Math.max(0, fullAt - now);
        return Math.max(0, missing - (burst - Math.min(tokens, burst)) * interval);
    }

    Bucket taken(long now, long interval) {
        return taken(now, interval, 1);
    }

    Bucket taken(long now, long interval, int tokens) {
        return new Bucket(Math.max(fullAt, now) + tokens * interval);
    }
}
