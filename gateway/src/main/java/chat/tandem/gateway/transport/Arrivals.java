package chat.tandem.gateway.transport;

/** Who takes new connections in, on their event loop. */
@FunctionalInterface
public interface Arrivals {
    /** The listener of a new connection, which gets the connection to answer on. */
    ConnectionListener of(Connection connection);
}
