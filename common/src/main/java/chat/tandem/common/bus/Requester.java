package chat.tandem.common.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks services and waits for their answers, which arrive in the asker's inbox. A request is sent once; when no answer
 * has come by its deadline, it has failed, and an answer that comes later is ignored. Used on one Vert.x context.
 */
public final class Requester {
    private final Vertx vertx;
    private final String inbox;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private long last;

    /** @param inbox the asking gateway's id, new at every start */
    public Requester(Vertx vertx, String inbox) {
        this.vertx = vertx;
        this.inbox = inbox;
    }

    private record Waiting(Promise<Buffer> answer, long timer) {}

    /**
     * Asks.
     *
     * @param shard where to ask, and where the answer arrives
     * @param to the service
     * @param type what is asked
     * @param user on whose behalf
     * @param data a JSON object
     * @param deadline how long to wait at most
     * @return the answer's data, a JSON object; fails with {@link RequestRefusedException} where the service answers
     *     with an error, and otherwise with {@link RequestTimeoutException} or as
     *     {@link chat.tandem.common.redis.RedisLink#send} does
     */
    public Future<Buffer> request(
            ShardBus shard, Address<ServiceRequest> to, String type, String user, Buffer data, Duration deadline) {
        String correlation = Long.toString(++last);
        Promise<Buffer> answer = Promise.promise();
        long patience = Math.max(1, deadline.toMillis());
        long timer = vertx.setTimer(
                patience, late -> fail(correlation, new RequestTimeoutException("no answer by the deadline")));
        waiting.put(correlation, new Waiting(answer, timer));
        ServiceRequest request = new ServiceRequest(type, inbox, correlation, 0, user, data);
        shard.scripts()
                .request(to, patience, to.codec().encode(request))
                .onFailure(failure -> fail(correlation, failure));
        return answer.future();
    }

    /** Takes an answer from the inbox. */
    public void onReply(InboxEntry.Reply reply) {
        Waiting asked = remove(reply.correlation());
        if (asked == null) {
            return; // too late
        }
        if (reply.data() != null) {
            asked.answer.complete(reply.data());
        } else {
            asked.answer.fail(new RequestRefusedException(reply.error() == null ? Buffer.buffer("{}") : reply.error()));
        }
    }

    private void fail(String correlation, Throwable failure) {
        Waiting asked = remove(correlation);
        if (asked != null) {
            asked.answer.fail(failure);
        }
    }

    private @Nullable Waiting remove(String correlation) {
        Waiting asked = waiting.remove(correlation);
        if (asked != null) {
            vertx.cancelTimer(asked.timer);
        }
        return asked;
    }
}
