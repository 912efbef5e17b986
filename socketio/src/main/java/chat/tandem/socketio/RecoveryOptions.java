package chat.tandem.socketio;

import java.time.Duration;

/**
 * Connection state recovery: a client that lost its connection comes back to its session, with its id, rooms and data, and gets
 * the events that it missed.
 *
 * <p>Each session keeps a log of its own, so a recovery costs what that client missed. Events sent with an acknowledgement, and
 * volatile ones, are not kept. Every event that is kept carries its position as one argument more, which handlers in the client
 * see: that is how the protocol does it.
 *
 * @param maxDisconnection how long a client may be away, at least 1 ms
 * @param maxEvents how many events are kept for a session, at least 1; a client that missed more starts anew
 * @param maxBytes how much is kept for a session, in characters of text and bytes of binary, at least 1
 * @param maxAway how many sessions are kept for clients that are away, at least 1; over it the one that is away longest is given up
 */
public record RecoveryOptions(Duration maxDisconnection, int maxEvents, int maxBytes, int maxAway) {
    /** Two minutes, 256 events and 256 KiB a session, 10,000 sessions. */
    public static final RecoveryOptions DEFAULTS = new RecoveryOptions(Duration.ofMinutes(2), 256, 256 * 1024, 10_000);

    public RecoveryOptions {
        if (maxDisconnection.toMillis() < 1 || maxEvents < 1 || maxBytes < 1 || maxAway < 1) {
            throw new IllegalArgumentException("recovery options must be at least 1");
        }
    }
}
