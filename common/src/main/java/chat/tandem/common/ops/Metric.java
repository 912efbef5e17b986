package chat.tandem.common.ops;

import java.util.List;

/**
 * Everything that Tandem measures: the names that Prometheus sees. No label ever holds what clients make up: their
 * number is bounded by this code and its settings. The page {@code docs/OPERATIONS.md} lists the same; a test holds both
 * together.
 */
public enum Metric {
    // ---- the process

    BUILD(Kind.GAUGE, "tandem_build", "Always 1; the labels say what runs.", "service", "version", "revision"),
    READY(Kind.GAUGE, "tandem_ready", "Whether the process is ready: 1 or 0, as in /health/ready."),
    DEPENDENCY_UP(
            Kind.GAUGE,
            "tandem_dependency_up",
            "Whether all of the process reaches what it depends on: 1 or 0, as in /health/ready.",
            "dependency"),
    EVENT_LOOP_LAG(Kind.TIMER, "tandem_event_loop_lag_seconds", "How late an event loop comes to what it is given."),

    // ---- clients

    CONNECTIONS(Kind.GAUGE, "tandem_connections", "Open connections of clients.", "transport"),
    CONNECTIONS_OPENED(
            Kind.COUNTER, "tandem_connections_opened_total", "Connections that clients have opened.", "transport"),
    CONNECTIONS_CLOSED(
            Kind.COUNTER,
            "tandem_connections_closed_total",
            "Connections that are over, by the code with which the gateway closed them; client: not by the gateway.",
            "code"),
    TCP_CONNECTIONS(Kind.GAUGE, "tandem_tcp_connections", "Open TCP connections on the port for clients."),
    ADMISSION_REFUSALS(
            Kind.COUNTER,
            "tandem_admission_refusals_total",
            "What was not let in: by a limit of its address (handshakes, connections, requests, guests), because the process was full, or overloaded (overload).",
            "reason"),
    FORWARDED_IGNORED(
            Kind.COUNTER,
            "tandem_forwarded_ignored_total",
            "Requests with X-Forwarded-For from somebody who is no trusted proxy."),
    COMMANDS(
            Kind.TIMER,
            "tandem_command_seconds",
            "From a command's frame, read whole, to the answer handed to the sender's socket.",
            "command"),
    REFUSALS(Kind.COUNTER, "tandem_refusals_total", "Refused commands.", "code"),
    HTTP_RESPONSES(
            Kind.COUNTER, "tandem_http_responses_total", "Answers on the port for clients, but handshakes.", "status"),
    MESSAGES(Kind.COUNTER, "tandem_messages_total", "Accepted messages; a repeated id counts once.", "type"),
    DELIVERY(
            Kind.TIMER,
            "tandem_delivery_seconds",
            "From a message's frame, read by the sender's gateway, to its event handed to the partner's socket."),

    // ---- inboxes and leases of gateways

    INBOX_ENTRIES(Kind.GAUGE, "tandem_inbox_entries", "Entries that wait in the inboxes of this process.", "shard"),
    INBOX_OVERRUNS(
            Kind.COUNTER,
            "tandem_inbox_overruns_total",
            "Leases lost before their time, because the inbox was full or its keys were gone.",
            "shard"),
    LEASES_LAPSED(
            Kind.COUNTER,
            "tandem_gateway_leases_lapsed_total",
            "Leases that ran out, because the gateway or Redis stood still.",
            "shard"),

    // ---- scripts

    SCRIPTS(
            Kind.TIMER,
            "tandem_script_seconds",
            "A script as its caller sees it: waiting, travel and repetitions included.",
            "script",
            "outcome"),
    SCRIPTS_MOVED(
            Kind.COUNTER,
            "tandem_script_moved_total",
            "Calls repeated with other keys, because what the caller believed in had moved.",
            "script"),

    // ---- what a shard holds, as a matcher counts it

    SESSIONS(Kind.GAUGE, "tandem_sessions", "Sessions in a shard, those of absent users included.", "shard"),
    SESSIONS_ONLINE(Kind.GAUGE, "tandem_sessions_online", "Users with a connection.", "shard"),
    SESSIONS_AWAY(Kind.GAUGE, "tandem_sessions_away", "Sessions that wait for their user to return.", "shard"),
    BROKEN_SESSIONS(
            Kind.GAUGE,
            "tandem_broken_sessions",
            "Sessions that could not be read and were taken out: a hand or a fault wrote them.",
            "shard"),
    WAITING(Kind.GAUGE, "tandem_waiting", "Users in the waiting queue.", "shard"),
    CONVERSATIONS(Kind.GAUGE, "tandem_conversations", "Conversations that are going on.", "shard"),
    GATEWAYS(Kind.GAUGE, "tandem_gateways", "Gateways that hold a lease, one per event loop of clients.", "shard"),
    BUS_ENTRIES(
            Kind.GAUGE, "tandem_bus_entries", "Entries of an address that nobody has finished.", "shard", "address"),
    BUS_OLDEST(
            Kind.GAUGE,
            "tandem_bus_oldest_seconds",
            "Age of the oldest entry of an address that nobody has finished; 0 where there is none.",
            "shard",
            "address"),
    DEAD_LETTER_ENTRIES(Kind.GAUGE, "tandem_dead_letter_entries", "Entries in the stream dead-letters.", "shard"),

    // ---- matching

    MATCHES(Kind.COUNTER, "tandem_matches_total", "Matches that were made."),
    MATCH_WAIT(Kind.WAIT, "tandem_match_wait_seconds", "How long each of the two had waited when they were matched."),

    // ---- the bus

    BUS_BATCH(Kind.SUMMARY, "tandem_bus_batch_entries", "Entries in a batch that was read.", "address"),
    BUS_RETRIES(Kind.COUNTER, "tandem_bus_retries_total", "Batches that failed and are tried again.", "address"),
    BUS_TAKEN_OVER(
            Kind.COUNTER, "tandem_bus_taken_over_total", "Entries taken over from a reader that was gone.", "address"),
    DEAD_LETTERS(Kind.COUNTER, "tandem_dead_letters_total", "Entries that can never be done, put aside.", "address"),
    REQUESTS(
            Kind.TIMER,
            "tandem_request_seconds",
            "What gateways ask of a service, from its being read to its answer.",
            "service",
            "type",
            "outcome"),

    // ---- the write path

    WRITES(
            Kind.TIMER,
            "tandem_write_seconds",
            "One attempt to store a batch in PostgreSQL, the commit included.",
            "outcome"),
    WRITE_ROWS(Kind.SUMMARY, "tandem_write_rows", "Changes in a batch that was given to PostgreSQL."),
    WRITE_RETRIES(
            Kind.COUNTER,
            "tandem_write_retries_total",
            "Batches tried again: PostgreSQL was away or did not take it this time (passing), a month was missing (partition), in parts (rows).",
            "reason"),
    WRITES_HELD(
            Kind.GAUGE,
            "tandem_writes_held",
            "Entries that cannot be stored now and wait apart: somebody holds their row, or too many are refused for it to be their own fault."),

    // ---- images

    STORAGE(
            Kind.TIMER,
            "tandem_storage_seconds",
            "One operation of the object storage, repetitions included.",
            "operation",
            "outcome"),
    SWEEPS(
            Kind.COUNTER,
            "tandem_upload_sweeps_total",
            "Sweeps for uploads that nobody needs, by this instance.",
            "outcome"),
    CHORES(
            Kind.COUNTER,
            "tandem_persistence_chores_total",
            "What is done once a minute in the database by one instance for all: retention, erasures left over, images to delete.",
            "outcome");

    /** How a metric behaves. */
    public enum Kind {
        /** Only grows, until the process ends. */
        COUNTER("counter"),
        /** Goes up and down. */
        GAUGE("gauge"),
        /** A histogram of durations, in seconds, from 1 ms to 10 s. */
        TIMER("histogram"),
        /** A histogram of how long people wait, in seconds, from 10 ms to 5 min. */
        WAIT("histogram"),
        /** A histogram of sizes. */
        SUMMARY("histogram");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        /** Its type as Prometheus calls it. */
        public String type() {
            return type;
        }
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

    /** {@code seconds}, or nothing where it counts things. */
    public String unit() {
        return exported.endsWith("_seconds") ? "seconds" : "";
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
