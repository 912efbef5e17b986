package chat.tandem.common.ops;

import java.util.List;

/**
 * Everything that Tandem measures: the names that Prometheus sees. No label ever holds what clients make up: their
 * number is bounded by this code and its settings.
 */
public enum Metric {
    /** Always 1: which build runs. */
    BUILD_INFO(Kind.GAUGE, "tandem_build", "Always 1; the labels say what runs.", "service", "version", "revision"),
    /** How late an event loop comes to a task. */
    EVENT_LOOP_LAG(Kind.TIMER, "tandem_event_loop_lag_seconds", "How late an event loop comes to what it is given."),
    /** Clients at this process' sockets. */
    CONNECTIONS(Kind.GAUGE, "tandem_connections", "Open connections of clients.", "transport");

    /** How a metric behaves. */
    public enum Kind {
        /** Only grows, until the process ends. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** A histogram of durations, in seconds. */
        TIMER,
        /** A histogram of sizes. */
        SUMMARY
    }

    private final Kind kind;
    private final String exported;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> labels;

    Metric(Kind kind, String exported, String help, String... labels) {
        this.kind = kind;
        this.exported = exported;
        this.help = help;
        this.labels = List.of(labels);
    }

    public Kind kind() {
        return kind;
    }

    /** The name in a scrape; a histogram's samples have it with {@code _bucket}, {@code _sum} and {@code _count}. */
    public String exported() {
        return exported;
    }

    /** One sentence for an operator. */
    public String help() {
        return help;
    }

    /** The names of its labels. */
    public List<String> labels() {
        return labels;
    }
}
