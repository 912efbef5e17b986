package chat.tandem.common.state;

import chat.tandem.common.ops.Metrics;
import chat.tandem.common.redis.RedisErrorException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs scripts on one shard. A script works out the real names of the keys that it touches; if one was not declared it
 * answers {@code moved} with the names before its first write, and is called again with them. A script that Redis does
 * not know is sent whole.
 */
public final class ScriptRunner {
    /** How long a call may go on being moved, and after which a call that is stuck on its way changes nothing. */
    public static final long BUDGET_MILLIS = 2_000;

    private final Function<Request, Future<Response>> redis;
    private final Keys keys;
    private final RedisClock clock;
    private final ScriptMeters meters;

    /**
     * @param redis sends a command to the server that holds the shard
     * @param keys the shard's names
     * @param clock the shard's time, for deadlines
     * @param metrics where it shows how long scripts take
     */
    public ScriptRunner(Function<Request, Future<Response>> redis, Keys keys, RedisClock clock, Metrics metrics) {
        this.meters = new ScriptMeters(metrics);
        this.redis = redis;
        this.keys = keys;
        this.clock = clock;
    }

    /** The names of this shard's keys. */
    public Keys keys() {
        return keys;
    }

    /** The shard's time. */
    public RedisClock clock() {
        return clock;
    }

    /**
     * Runs a script that changes nothing once {@link #BUDGET_MILLIS} have passed on its way.
     *
     * @param declared the keys beside the fixed ones that the caller knows of
     * @param beliefs keys that may be touched besides; learns those that were
     * @param arguments strings, numbers or buffers, in the order of the preamble
     * @return the script's answer, its status first; fails only on a fault
     */
    public Future<Response> run(Script script, Collection<String> declared, Beliefs beliefs, List<?> arguments) {
        return run(script, declared, beliefs, arguments, clock.deadlineIn(BUDGET_MILLIS));
    }

    /** Runs a script that is right however late it comes. */
    public Future<Response> runEvenLate(Script script, Collection<String> declared, List<?> arguments) {
        return run(script, declared, new Beliefs(), arguments, 0);
    }

    private Future<Response> run(
            Script script, Collection<String> declared, Beliefs beliefs, List<?> arguments, long deadline) {
        Set<String> names = new LinkedHashSet<>(declared);
        names.addAll(beliefs.keys());
        long end = clock.monotonicMillis() + BUDGET_MILLIS;
        return attempt(new Call(script, names, beliefs, arguments, deadline, end, System.nanoTime()));
    }

    private record Call(
            Script script, Set<String> names, Beliefs beliefs, List<?> arguments, long deadline, long end, long begun) {

        long nanos() {
            return System.nanoTime() - begun;
        }
    }

    private Future<Response> attempt(Call call) {
        return evaluate(call)
                .compose(
                        reply -> {
                            String status = status(reply);
                            if (!status.equals("moved") || clock.monotonicMillis() > call.end) {
                                meters.answered(call.script, status, call.nanos());
                                return Future.succeededFuture(reply);
                            }
                            meters.moved(call.script);
                            List<String> moved = strings(reply.get(1));
                            call.names.addAll(moved);
                            call.beliefs.add(moved);
                            // A batch that did a part answers with what is left, and its caller goes on with that.
                            return reply.size() > 2 ? Future.succeededFuture(reply) : attempt(call);
                        },
                        failure -> {
                            meters.failed(call.script, call.nanos());
                            return Future.failedFuture(failure);
                        });
    }

    private Future<Response> evaluate(Call call) {
        return redis.apply(request(Command.EVALSHA, call.script.sha(), call))
                .recover(failure -> failure instanceof RedisErrorException error
                                && error.kind().equals("NOSCRIPT")
                        ? redis.apply(request(Command.EVAL, call.script.source(), call))
                        : Future.failedFuture(failure));
    }

    private Request request(Command command, String script, Call call) {
        return encode(command, script, call.script, keys, call.names, call.deadline, call.arguments);
    }

    /** One call as Redis gets it: the script, the keys (fixed ones first), the deadline, the arguments. */
    static Request encode(
            Command command,
            String text,
            Script script,
            Keys keys,
            Collection<String> names,
            long deadline,
            List<?> arguments) {
        Request request = Request.cmd(command).arg(text).arg(script.keys().size() + names.size());
        script.keys().forEach(key -> request.arg(keys.fixed(key)));
        names.forEach(request::arg);
        request.arg(deadline);
        for (Object argument : arguments) {
            switch (argument) {
                case Buffer bytes -> request.arg(bytes);
                case Number number -> request.arg(number.longValue());
                default -> request.arg(argument.toString());
            }
        }
        return request;
    }

    /** The first word of an answer. */
    public static String status(Response reply) {
        return reply.get(0).toString();
    }

    /** An array of strings. */
    public static List<String> strings(Response array) {
        List<String> list = new ArrayList<>(array.size());
        array.forEach(element -> list.add(element.toString()));
        return list;
    }

    /** The outcome that an answer means; {@code ok} reads the result of one that is done. */
    public static <T> Outcome<T> outcome(Response reply, Function<Response, T> ok) {
        return switch (status(reply)) {
            case "ok" -> new Outcome.Ok<>(ok.apply(reply));
            case "stale" -> refused(Refusal.Kind.STALE);
            case "gone" -> refused(Refusal.Kind.GONE);
            case "wrong-state" -> refused(Refusal.Kind.WRONG_STATE);
            case "not-found" -> refused(Refusal.Kind.NOT_FOUND);
            case "upload-rejected" -> refused(Refusal.Kind.UPLOAD_REJECTED);
            case "rate-limited" ->
                new Outcome.Refused<>(
                        new Refusal(Refusal.Kind.RATE_LIMITED, reply.get(1).toLong()));
            case "late" -> refused(Refusal.Kind.LATE);
            case "invalid-sequence" -> refused(Refusal.Kind.INVALID_SEQUENCE);
            case "state-lost" -> refused(Refusal.Kind.STATE_LOST);
            case "erased" -> refused(Refusal.Kind.ERASED);
            case "moved", "unavailable" -> refused(Refusal.Kind.UNAVAILABLE);
            default -> throw new IllegalStateException("a script answered " + status(reply));
        };
    }

    private static <T> Outcome<T> refused(Refusal.Kind kind) {
        return new Outcome.Refused<>(Refusal.of(kind));
    }

    /** Turns "Redis is full", which a script meets at its first write only, into a refusal. */
    static <T> Future<Outcome<T>> refuseWhenFull(Future<Outcome<T>> outcome) {
        return outcome.recover(failure ->
                failure instanceof RedisErrorException error && error.kind().equals("OOM")
                        ? Future.succeededFuture(refused(Refusal.Kind.UNAVAILABLE))
                        : Future.failedFuture(failure));
    }
}
