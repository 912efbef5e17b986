package chat.tandem.common.state;

/**
 * A gateway's lease.
 *
 * @param until when it ends, in Redis' epoch milliseconds
 * @param online how many users are online in this shard
 */
public record Lease(long until, long online) {}
