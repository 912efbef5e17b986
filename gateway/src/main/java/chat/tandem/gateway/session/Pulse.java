package chat.tandem.gateway.session;

import chat.tandem.gateway.transport.Connection;
import java.time.Duration;

/** When a silent client is asked for a sign of life, and when it is given up. */
final class Pulse {
    private final Connection connection;
    private final long heartbeat;
    private boolean asked;

    Pulse(Connection connection, Duration heartbeat) {
        this.connection = connection;
        this.heartbeat = heartbeat.toNanos();
    }

    /** Asks where it is time, and says whether the client has been silent for too long. */
    boolean lost(long now) {
        long silent = now - connection.lastHeard();
        if (silent < heartbeat) {
            asked = false;
        } else if (!asked) {
            asked = true;
            connection.ping();
        }
        return silent > heartbeat + Session.PATIENCE.toNanos();
    }
}
