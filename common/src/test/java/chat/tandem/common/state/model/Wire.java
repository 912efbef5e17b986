package chat.tandem.common.state.model;

import chat.tandem.common.state.Script;
import chat.tandem.common.state.StateSettings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.RequestImpl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Stands between the real runner and Redis. It runs the scripts' real text with few changes: the time is the test's,
 * and a log, the remembered results and a chunk of a dead gateway are small; it sets the deadline of each call; and it lets a watcher see each
 * answer before the runner does, so that others can act between a `moved` and its continuation.
 */
final class Wire implements Function<Request, Future<Response>> {

    /** One call and its answer; for a plain command the script is empty. */
    record Exchange(String script, List<String> declared, List<String> arguments, Response reply) {
        String status() {
            return script.isEmpty() ? "" : reply.get(0).toString();
        }
    }

    /** Sees an answer before the runner. */
    interface Watcher {
        void saw(Exchange exchange);
    }

    /** A chunk that is small, and the same in each run of a seed. */
    private static final String FIRST_OF_ALL = """
            (function()
              local all = call('SMEMBERS', on_of(gateway))
              table.sort(all)
              return {unpack(all, 1, %d)}
            end)()""".formatted(Rules.CHUNK);

    private record Changed(String name, String sha) {}

    private final PlainRedis redis;
    /** By the SHA-1 of the real text. */
    private final Map<String, Changed> scripts = new HashMap<>();

    private final Consumer<String> met;
    private int believed = 1_000;
    private long deadline;
    private Watcher watcher = exchange -> {};

    Wire(PlainRedis redis, List<Script> real, Rules rules, Consumer<String> met) {
        this.redis = redis;
        this.met = met;
        for (Script script : real) {
            String text = replace(
                    script.source(), "redis.call('TIME')", "redis.call('MGET', 'clock:seconds', 'clock:micros')");
            text = longer(text, "SHARD_LIFE", Rules.SHARD_LIFE);
            text = longer(text, "LOG_LIFE", Rules.LOG_LIFE);
            text = longer(text, "ENDED_LIFE", Rules.ENDED_LIFE);
            text = replace(text, "local LOG = 100\n", "local LOG = " + rules.log() + "\n");
            text = replace(
                    text,
                    "local LOG_BYTES = " + StateSettings.LOG_BYTES + "\n",
                    "local LOG_BYTES = " + rules.logBytes() + "\n");
            text = replace(text, "local SEEN = 256\n", "local SEEN = " + rules.seen() + "\n");
            if (script.name().equals("request-upload")) {
                text = replace(text, "math.ceil(full_at - now)", "math.ceil(full_at - now) + " + Rules.REAL_LIFE);
            }
            if (script.name().equals("reap")) {
                text = replace(text, "call('SRANDMEMBER', on_of(gateway), 200)", FIRST_OF_ALL);
            }
            Request load = Request.cmd(Command.SCRIPT).arg("LOAD").arg(text);
            scripts.put(
                    script.sha(), new Changed(script.name(), redis.send(load).toString()));
        }
    }

    private static String longer(String text, String life, long millis) {
        String constant = "local " + life + " = ";
        return replace(text, constant + millis + "\n", constant + (millis + Rules.REAL_LIFE) + "\n");
    }

    private static String replace(String text, String what, String with) {
        if (!text.contains(what)) {
            throw new IllegalStateException("the scripts no longer hold: " + what);
        }
        return text.replace(what, with);
    }

    /** How many of the live gateways the next look at the registry shows: fewer than there are, as if it were an old one. */
    void believe(int gateways) {
        believed = gateways;
    }

    /** Makes a call with this deadline and watcher, and waits for its end. */
    <T> T call(long until, Watcher seeing, Supplier<Future<T>> call) {
        long deadlineBefore = deadline;
        Watcher watcherBefore = watcher;
        deadline = until;
        watcher = seeing;
        try {
            return Future.await(call.get());
        } finally {
            deadline = deadlineBefore;
            watcher = watcherBefore;
        }
    }

    @Override
    public Future<Response> apply(Request request) {
        List<byte[]> arguments = ((RequestImpl) request).getArgs();
        if (!request.command().equals(Command.EVALSHA)) {
            Response reply = redis.send(request.arg("LIMIT").arg(0).arg(believed));
            watcher.saw(new Exchange("", List.of(), List.of(), reply));
            return Future.succeededFuture(reply);
        }
        Changed script = scripts.get(text(arguments.getFirst()));
        if (script == null) {
            throw new IllegalStateException("a script that the test does not know");
        }
        int keys = Integer.parseInt(text(arguments.get(1)));
        Request changed = Request.cmd(Command.EVALSHA).arg(script.sha());
        for (int i = 1; i < arguments.size(); i++) {
            changed.arg(i == keys + 2 ? Buffer.buffer(String.valueOf(deadline)) : Buffer.buffer(arguments.get(i)));
        }
        Response reply = redis.send(changed);
        met.accept(script.name() + " answers " + reply.get(0));
        List<String> texts = arguments.stream().map(Wire::text).toList();
        watcher.saw(new Exchange(
                script.name(),
                texts.subList(2, keys + 2),
                new ArrayList<>(texts.subList(keys + 3, texts.size())),
                reply));
        return Future.succeededFuture(reply);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
