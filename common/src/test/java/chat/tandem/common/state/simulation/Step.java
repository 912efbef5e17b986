package chat.tandem.common.state.simulation;

import io.vertx.redis.client.Response;

/** One call: what was before, what Redis answered, and what is after. */
record Step(long now, Call call, Response reply, Picture before, Picture after, News news) {
    String status() {
        return reply.get(0).toString();
    }

    boolean ok() {
        return status().equals("ok");
    }
}
