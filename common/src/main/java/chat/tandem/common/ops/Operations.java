package chat.tandem.common.ops;

/**
 * What a service shows to those who operate it. One per process, whatever runs in it.
 *
 * @param health whether it is ready, and how its dependencies are
 * @param metrics what it counts and measures
 */
public record Operations(Health health, Metrics metrics) {

    /** Those of a process that begins: its metrics show its health too. */
    public Operations() {
        this(new Metrics());
    }

    private Operations(Metrics metrics) {
        this(Health.measuredBy(metrics), metrics);
    }
}
