package chat.tandem.common.state;

/**
 * A message that is ordered, recoverable and queued for the database.
 *
 * @param sequence its place in the conversation, from 1
 * @param sentAt when, in epoch milliseconds
 * @param repeated whether it had been sent before, and this is the first result
 */
public record Sent(long sequence, long sentAt, boolean repeated) {}
