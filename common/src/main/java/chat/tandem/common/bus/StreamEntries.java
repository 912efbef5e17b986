package chat.tandem.common.bus;

import io.vertx.redis.client.Response;

/** The shape of what stream reads answer: a map (RESP3) of stream to a list of (id, list of name and value). */
final class StreamEntries {
    private StreamEntries() {}

    /** Returns the entries of an answer about one stream. */
    static Response ofOnly(Response reply) {
        if (reply.isMap()) {
            return reply.get(reply.getKeys().iterator().next());
        }
        return reply.get(0).get(1);
    }

    /** Returns the smallest id above this one. */
    static String after(String id) {
        int dash = id.indexOf('-');
        return id.substring(0, dash + 1) + (Long.parseLong(id, dash + 1, id.length(), 10) + 1);
    }
}
