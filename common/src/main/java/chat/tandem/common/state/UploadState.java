package chat.tandem.common.state;

import chat.tandem.common.config.RateLimit;
import chat.tandem.common.ops.Metrics;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What media does to a shard: the uploads of its users. Each method is one script in one round trip, and each may be
 * done by any instance, again and again. A refused outcome changed nothing; a failed future means that Redis did not
 * answer, and the outcome is unknown.
 */
public final class UploadState {
    private final ScriptRunner runner;
    private final Rules rules;
    private final Script request;
    private final Script find;
    private final Script complete;

    /**
     * What uploads go by.
     *
     * @param limit on a user's requests
     * @param uncompleted how long an upload is known before it is completed
     * @param unsent how long a completed one may be sent
     */
    public record Rules(RateLimit limit, Duration uncompleted, Duration unsent) {}

    /**
     * @param redis sends a command to the server that holds the shard ({@code link::send})
     * @param keys the shard's names
     * @param metrics where it shows how long scripts take
     */
    public UploadState(Function<Request, Future<Response>> redis, Keys keys, Rules rules, Metrics metrics) {
        this(redis, keys, rules, metrics, Script.REDIS_CLOCK);
    }

    /** As above, unmeasured. */
    public UploadState(Function<Request, Future<Response>> redis, Keys keys, Rules rules) {
        this(redis, keys, rules, new Metrics());
    }

    /** As above with another source of time: a test moves it at will. */
    UploadState(Function<Request, Future<Response>> redis, Keys keys, Rules rules, Metrics metrics, String clock) {
        this.runner = new ScriptRunner(redis, keys, new RedisClock(), metrics);
        this.rules = rules;
        request = script("request-upload", clock);
        find = script("upload", clock);
        complete = script("complete-upload", clock);
    }

    /** These scripts use none of the settings that all processes must share. */
    private static Script script(String name, String clock) {
        return Script.load(UploadState.class, name, StateSettings.defaults(), clock);
    }

    /** Notes an upload to come. Refused as {@code RATE_LIMITED} where the user has asked for too many. */
    public Future<Outcome<Done>> request(String user, Upload upload) {
        List<Object> arguments = List.of(
                upload.id(),
                user,
                upload.contentType(),
                upload.size(),
                upload.sha256() == null ? "" : upload.sha256(),
                upload.expiresAt(),
                rules.uncompleted().toMillis(),
                Double.toString(rules.limit().intervalMillis()),
                rules.limit().burst());
        return run(
                request,
                List.of(runner.keys().upload(upload.id()), runner.keys().uploadLimit(user)),
                arguments,
                reply -> Done.DONE);
    }

    /** What is known of an upload. Refused as {@code NOT_FOUND} where there is none of that id, or not of this user. */
    public Future<Outcome<Upload>> find(String user, String id) {
        return run(find, List.of(runner.keys().upload(id)), List.of(id, user), reply -> upload(id, reply));
    }

    private static Upload upload(String id, Response reply) {
        String sha256 = reply.get(3).toString();
        String key = reply.get(5).toString();
        return new Upload(
                id,
                reply.get(1).toString(),
                reply.get(2).toLong(),
                sha256.isEmpty() ? null : sha256,
                reply.get(4).toLong(),
                key.isEmpty() ? null : new Upload.Completed(key, reply.get(6).toString()));
    }

    /**
     * Completes an upload, unless that has happened: then the first one counts. Refused as {@code NOT_FOUND} like
     * {@link #find}.
     *
     * @param object what is to be served
     * @return what is served
     */
    public Future<Outcome<Upload.Completed>> complete(String user, String id, Upload.Completed object) {
        return run(
                complete,
                List.of(runner.keys().upload(id)),
                List.of(id, user, object.key(), object.urlJson(), rules.unsent().toMillis()),
                reply -> new Upload.Completed(
                        reply.get(1).toString(), reply.get(2).toString()));
    }

    private <T> Future<Outcome<T>> run(
            Script script, List<String> declared, List<Object> arguments, Function<Response, T> ok) {
        return ScriptRunner.refuseWhenFull(
                runner.runEvenLate(script, declared, arguments).map(reply -> ScriptRunner.outcome(reply, ok)));
    }
}
