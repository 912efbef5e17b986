package chat.tandem.common.bus;

import chat.tandem.common.config.RateLimit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks services and waits for their answers, which arrive in the asker's inbox. A request is sent once; when no answer
 * has come by its deadline, it has failed, and an answer that comes later is ignored. Used on one Vert.x context.
 */
public final class Requester {
    /** While gateways are to answer, it is looked this often whether they still live. */
    private static final long LOOK_MILLIS = 2_000;

    private final Vertx vertx;
    private final String inbox;
    private final Map<String, Waiting> waiting = new HashMap<>();

    /** Which gateway is to answer, by what was asked of it. */
    private final Map<String, String> homes = new HashMap<>();

    /** Those of them that seemed dead when it was last looked. */
    private Set<String> missed = Set.of();

    private boolean looking;
    private long last;

    /** @param inbox the asking gateway's id, new at every start */
    public Requester(Vertx vertx, String inbox) {
        this.vertx = vertx;
        this.inbox = inbox;
    }

    /** @param answer empty where nobody is left to give it */
    private record Waiting(Promise<Optional<Buffer>> answer, long timer) {}

    /**
     * Asks.
     *
     * @param shard where to ask, and where the answer arrives
     * @param to the service
     * @param type what is asked
     * @param user on whose behalf
     * @param data a JSON object
     * @param deadline how long to wait at most
     * @param limit on the user's requests, counted together with all others that have a limit
     * @return the answer's data, a JSON object; fails with {@link RequestRefusedException} where the service answers
     *     with an error, with {@link RateLimitedException} where the user has asked too much, and otherwise with {@link RequestTimeoutException} or as
     *     {@link chat.tandem.common.redis.RedisLink#send} does
     */
    public Future<Buffer> request(
            ShardBus shard,
            Address<ServiceRequest> to,
            String type,
            String user,
            Buffer data,
            Duration deadline,
            RateLimit limit) {
        String correlation = Long.toString(++last);
        long patience = Math.max(1, deadline.toMillis());
        Future<Optional<Buffer>> answer = expect(correlation, patience);
        ServiceRequest request = new ServiceRequest(type, inbox, correlation, 0, user, data);
        shard.scripts()
                .request(to, patience, to.codec().encode(request), limit.isOff() ? "" : user, limit)
                .onFailure(failure -> fail(correlation, failure));
        return answer.map(Optional::orElseThrow);
    }

    /**
     * Asks the gateway at which a connection lives.
     *
     * @param place what the connection is known by
     * @param deadline how long to wait at most
     * @return the answer; empty where no living gateway has it, or the one that had it has died since; fails as
     *     {@link #request} does
     */
    public Future<Optional<Buffer>> relay(ShardBus shard, String place, Buffer data, Duration deadline) {
        String correlation = Long.toString(++last);
        Future<Optional<Buffer>> answer = expect(correlation, Math.max(1, deadline.toMillis()));
        var unused = shard.scripts()
                .relay(place, inbox, correlation, data)
                .onSuccess(home -> home.ifPresentOrElse(
                        gateway -> watch(shard, correlation, gateway), () -> nobodyAnswers(correlation)))
                .onFailure(failure -> fail(correlation, failure));
        return answer;
    }

    private void watch(ShardBus shard, String correlation, String gateway) {
        if (waiting.containsKey(correlation)) {
            homes.put(correlation, gateway);
            lookLater(shard);
        }
    }

    private void lookLater(ShardBus shard) {
        if (!looking) {
            looking = true;
            vertx.setTimer(LOOK_MILLIS, timer -> look(shard));
        }
    }

    private void look(ShardBus shard) {
        var unused = shard.liveGateways().onSuccess(this::awaitOnly).onComplete(looked -> {
            looking = false;
            if (!homes.isEmpty()) {
                lookLater(shard);
            }
        });
    }

    /** Dead is who is missed twice: a Redis that was frozen shows leases that are about to be renewed. */
    private void awaitOnly(Set<String> live) {
        Set<String> before = missed;
        missed = homes.values().stream().filter(home -> !live.contains(home)).collect(Collectors.toSet());
        homes.entrySet().stream()
                .filter(home -> missed.contains(home.getValue()) && before.contains(home.getValue()))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::nobodyAnswers);
    }

    private Future<Optional<Buffer>> expect(String correlation, long patience) {
        Promise<Optional<Buffer>> answer = Promise.promise();
        long timer = vertx.setTimer(
                patience, late -> fail(correlation, new RequestTimeoutException("no answer by the deadline")));
        waiting.put(correlation, new Waiting(answer, timer));
        return answer.future();
    }

    private void nobodyAnswers(String correlation) {
        Waiting asked = remove(correlation);
        if (asked != null) {
            asked.answer.complete(Optional.empty());
        }
    }

    /** Takes an answer from the inbox. */
    public void onReply(InboxEntry.Reply reply) {
        Waiting asked = remove(reply.correlation());
        if (asked == null) {
            return; // too late
        }
        if (reply.data() != null) {
            asked.answer.complete(Optional.of(reply.data()));
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
        homes.remove(correlation);
        Waiting asked = waiting.remove(correlation);
        if (asked != null) {
            vertx.cancelTimer(asked.timer);
        }
        return asked;
    }
}
