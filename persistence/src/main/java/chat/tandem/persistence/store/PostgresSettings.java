package chat.tandem.persistence.store;

import java.time.Duration;

/**
 * How this process talks to PostgreSQL.
 *
 * @param address where it is
 * @param connectTimeout longest wait for a connection, new or pooled; 100 ms or more
 * @param statementTimeout longest run of a statement, on the server and, a little later, here; 100 ms or more
 * @param writeConnections connections that write, which is the number of batches in flight; 1–64
 * @param readConnections connections that answer history; 1–64
 */
public record PostgresSettings(
        PostgresAddress address,
        Duration connectTimeout,
        Duration statementTimeout,
        int writeConnections,
        int readConnections) {

    /** Refuses what is out of range. */
    public PostgresSettings {
        if (connectTimeout.toMillis() < 100 || statementTimeout.toMillis() < 100) {
            throw new IllegalArgumentException("a timeout is at least 100ms");
        }
        if (outOfRange(writeConnections) || outOfRange(readConnections)) {
            throw new IllegalArgumentException("a number of connections is between 1 and 64");
        }
    }

    /** With the defaults of a service: 5 s to connect, 10 s for a statement, 2 connections to write, 4 to read. */
    public static PostgresSettings of(PostgresAddress address) {
        return new PostgresSettings(address, Duration.ofSeconds(5), Duration.ofSeconds(10), 2, 4);
    }

    private static boolean outOfRange(int connections) {
        return connections < 1 || connections > 64;
    }
}
