package chat.tandem.bench.check.fault;

/** What a fault befalls. Of each, one fault at a time. */
public enum Target {
    /** One of the gateways. */
    GATEWAY,
    /** Half of the gateways, rounded up, yet never all. */
    HALF_OF_THE_GATEWAYS,
    /** One of the matchers. */
    MATCHER,
    /** All matchers. */
    ALL_MATCHERS,
    /** One of the persistence instances. */
    PERSISTENCE,
    /** Redis. */
    REDIS,
    /** PostgreSQL. */
    POSTGRES,
    /** The connections of clients. */
    CLIENTS
}
