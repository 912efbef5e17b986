package chat.tandem.common.state;

/**
 * A user's place in the queue, after a command that took it or gave it up.
 *
 * @param since when the user began to wait, in epoch milliseconds; 0 with no place
 * @param past the user's last conversation, if this connection was told of its end: what the inbox holds of it happened
 *     before the command; empty otherwise
 */
public record Place(long since, String past) {}
