package chat.tandem.common.state;

/**
 * A gateway's lease.
 *
 * @param until when it ends, in Redis' epoch milliseconds
 * @param online how many users are online in this shard
 * @param gapMillis by how much every due moment of the shard was moved, because Redis had stood still; mostly 0
 */
public record Lease(long until, long online, long gapMillis) {}
