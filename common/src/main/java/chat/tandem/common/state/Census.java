package chat.tandem.common.state;

import io.vertx.redis.client.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much there is of everything in a shard, at one moment.
 *
 * @param sessions those of absent users included
 * @param conversations that are going on
 * @param waiting users in the queue
 * @param away sessions that wait for their user to return
 * @param gateways that hold a lease
 * @param online users with a connection
 * @param deadLetters entries that were put aside
 * @param addresses the services' addresses by name
 * @param brokenSessions that could not be read and were taken out, since the shard has been kept up
 */
public record Census(
        long sessions,
        long conversations,
        long waiting,
        long away,
        long gateways,
        long online,
        long deadLetters,
        Map<String, Backlog> addresses,
        long brokenSessions) {

    /**
     * What nobody has finished.
     *
     * @param entries how many
     * @param oldestMillis how old the oldest is; 0 where there is none
     */
    public record Backlog(long entries, long oldestMillis) {}

    static Census of(Response reply) {
        Map<String, Backlog> addresses = new LinkedHashMap<>();
        reply.get(8)
                .forEach(one -> addresses.put(
                        one.get(0).toString(),
                        new Backlog(one.get(1).toLong(), one.get(2).toLong())));
        return new Census(
                reply.get(1).toLong(),
                reply.get(2).toLong(),
                reply.get(3).toLong(),
                reply.get(4).toLong(),
                reply.get(5).toLong(),
                reply.get(6).toLong(),
                reply.get(7).toLong(),
                addresses,
                reply.get(9).toLong());
    }
}
