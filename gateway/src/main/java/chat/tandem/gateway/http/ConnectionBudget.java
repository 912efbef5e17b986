package chat.tandem.gateway.http;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many TCP connections of clients a process may hold, and how many it has. Where there are as many, the HTTP connection that has been
 * idle for the longest time makes room. Shared by the event loops of a process; safe for use from all threads.
 */
public final class ConnectionBudget {
    /** So many more are accepted to be told that there is no room. */
    private static final int TOLD = 128;

    private final int most;
    private final LongAdder level;
    private final Set<ClientConnection> idle = new LinkedHashSet<>();
    private int open;

    /**
     * A budget of which nothing is used.
     *
     * @param most how many there may be
     * @param level shows an operator how many there are
     */
    public ConnectionBudget(int most, LongAdder level) {
        this.most = most;
        this.level = level;
    }

    /** Counts a connection in; where there are too many, one that is idle is asked to go. */
    void entered() {
        level.increment();
        Optional<ClientConnection> longest = countIn();
        longest.ifPresent(ClientConnection::close);
    }

    private synchronized Optional<ClientConnection> countIn() {
        open++;
        Optional<ClientConnection> longest = open > most ? idle.stream().findFirst() : Optional.empty();
        longest.ifPresent(idle::remove);
        return longest;
    }

    /** Counts a connection out. */
    void left(ClientConnection connection) {
        level.decrement();
        countOut(connection);
    }

    private synchronized void countOut(ClientConnection connection) {
        open--;
        idle.remove(connection);
    }

    /** Whether there are more than there may be. */
    synchronized boolean isExceeded() {
        return open > most;
    }

    /** Whether there are so many that a new one is not even told. */
    synchronized boolean isFarExceeded() {
        return open > most + TOLD;
    }

    /** The connection waits for its next request. */
    synchronized void idle(ClientConnection connection) {
        idle.add(connection);
    }

    /** The connection has something to do. */
    synchronized void busy(ClientConnection connection) {
        idle.remove(connection);
    }
}
