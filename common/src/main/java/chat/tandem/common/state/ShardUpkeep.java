package chat.tandem.common.state;

import chat.tandem.common.ops.Metrics;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a matcher does to a shard: pairing, and everything that a moment brings about. Several matchers may do all of it
 * at once; each step happens once.
 */
public final class ShardUpkeep {
    private final Function<Request, Future<Response>> redis;
    private final ScriptRunner runner;
    private final Supplier<UUID> conversations;
    private final Script pair;
    private final Script expire;
    private final Script reap;
    private final Script tick;
    private final Script sweep;
    private final Script census;

    /**
     * @param redis sends a command to the server that holds the shard ({@code link::send})
     * @param keys the shard's names
     * @param settings the same in all processes of a deployment
     * @param metrics where it shows how long scripts take
     */
    public ShardUpkeep(Function<Request, Future<Response>> redis, Keys keys, StateSettings settings, Metrics metrics) {
        this(redis, keys, settings, metrics, Script.REDIS_CLOCK);
    }

    /** As above, unmeasured. */
    public ShardUpkeep(Function<Request, Future<Response>> redis, Keys keys, StateSettings settings) {
        this(redis, keys, settings, new Metrics());
    }

    /** As above with another source of time: a test moves it at will. */
    ShardUpkeep(
            Function<Request, Future<Response>> redis,
            Keys keys,
            StateSettings settings,
            Metrics metrics,
            String clock) {
        this(redis, new ScriptRunner(redis, keys, new RedisClock(), metrics), settings, clock, Ids::uuidV7);
    }

    /** As above with a runner whose process clock a simulation moves as well, and its ids for conversations. */
    ShardUpkeep(
            Function<Request, Future<Response>> redis,
            ScriptRunner runner,
            StateSettings settings,
            String clock,
            Supplier<UUID> conversations) {
        this.redis = redis;
        this.runner = runner;
        this.conversations = conversations;
        pair = Script.load(ShardUpkeep.class, "pair", settings, clock);
        expire = Script.load(ShardUpkeep.class, "expire", settings, clock);
        reap = Script.load(ShardUpkeep.class, "reap", settings, clock);
        tick = Script.load(ShardUpkeep.class, "tick", settings, clock);
        sweep = Script.load(ShardUpkeep.class, "sweep", settings, clock);
        census = Script.load(ShardUpkeep.class, "census", settings, clock);
    }

    /** The shard's keys. */
    public Keys keys() {
        return runner.keys();
    }

    /**
     * Finds partners for those users who still wait.
     *
     * @param users at most a few hundred
     * @param lastResort whether recent partners may meet again when both have waited long and nobody else fits
     * @return the matches that were made
     */
    public Future<List<Match>> pair(Collection<String> users, boolean lastResort) {
        if (users.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        List<String> pairs = new ArrayList<>(2 * users.size());
        for (String user : users) {
            pairs.add(user);
            pairs.add(conversations.get().toString());
        }
        return liveInboxes().compose(inboxes -> pair(inboxes, lastResort, pairs, new ArrayList<>(), 8));
    }

    private Future<List<Match>> pair(
            List<String> inboxes, boolean lastResort, List<String> pairs, List<Match> matches, int tries) {
        List<Object> arguments = new ArrayList<>(List.of(lastResort ? 1 : 0));
        arguments.addAll(pairs);
        return runner.run(pair, inboxes, new Beliefs(), arguments).compose(reply -> {
            String status = ScriptRunner.status(reply);
            if (status.equals("late")) {
                return Future.succeededFuture(matches);
            }
            boolean moved = status.equals("moved");
            reply.get(moved ? 2 : 1).forEach(match -> matches.add(match(match)));
            if (!moved || tries == 0) {
                return Future.succeededFuture(matches);
            }
            List<String> declared = new ArrayList<>(inboxes);
            declared.addAll(ScriptRunner.strings(reply.get(1)));
            return pair(declared, lastResort, ScriptRunner.strings(reply.get(3)), matches, tries - 1);
        });
    }

    private static Match match(Response match) {
        return new Match(
                match.get(0).toString(),
                match.get(1).toString(),
                match.get(2).toString(),
                match.get(3).toLong(),
                match.get(4).toLong());
    }

    private Future<List<String>> liveInboxes() {
        return redis.apply(Request.cmd(Command.ZRANGE)
                        .arg(keys().fixed("gateways"))
                        .arg("(0")
                        .arg("+inf")
                        .arg("BYSCORE"))
                .map(gateways -> ScriptRunner.strings(gateways).stream()
                        .map(keys()::inbox)
                        .toList());
    }

    /**
     * Carries out what is due for users who are away.
     *
     * @param limit how many at most
     * @return how many steps were done; as many as {@code limit} when more may be due
     */
    public Future<Integer> expire(int limit) {
        return expire(List.of(), limit, 0, 8);
    }

    private Future<Integer> expire(List<String> declared, int limit, int before, int tries) {
        return runner.runEvenLate(expire, declared, List.of(limit)).compose(reply -> {
            boolean moved = ScriptRunner.status(reply).equals("moved");
            int done = before + reply.get(moved ? 2 : 1).toInteger();
            if (!moved || tries == 0) {
                return Future.succeededFuture(done);
            }
            List<String> names = new ArrayList<>(declared);
            names.addAll(ScriptRunner.strings(reply.get(1)));
            return expire(names, limit, done, tries - 1);
        });
    }

    /**
     * Lets the users of a gateway whose lease is over go away, 200 at a time.
     *
     * @return how many are left; 0 when the gateway is gone, or lives
     */
    public Future<Integer> reap(String gateway) {
        List<String> declared = List.of(keys().on(gateway), keys().inbox(gateway));
        return runner.runEvenLate(reap, declared, List.of(gateway, 0))
                .map(reply ->
                        ScriptRunner.status(reply).equals("ok") ? reply.get(1).toInteger() : 0);
    }

    /**
     * The lock of the moment, and the look at the clock.
     *
     * @param holder who asks
     * @param lengthMillis how long nobody else shall do the upkeep
     * @return what is to be done, or null when somebody else does it
     */
    public Future<@Nullable Tick> tick(String holder, long lengthMillis) {
        return runner.runEvenLate(tick, List.of(), List.of(holder, lengthMillis))
                .map(reply -> {
                    if (!ScriptRunner.status(reply).equals("ok")) {
                        return null;
                    }
                    runner.clock().measured(reply.get(3).toLong());
                    return new Tick(
                            reply.get(1).toLong(),
                            ScriptRunner.strings(reply.get(2)),
                            reply.get(3).toLong());
                });
    }

    /**
     * A moment's upkeep.
     *
     * @param gapMillis by how much every due moment was moved, because Redis had stood still; mostly 0
     * @param lapsed gateways whose lease is over
     * @param now Redis' time
     */
    public record Tick(long gapMillis, List<String> lapsed, long now) {}

    /**
     * Whom to look at again: a part of those whose patience ended in a stretch of time, and a slice of the queue.
     *
     * @param stretch the time, and how much of it is left to look at
     * @param count how many of each at most
     * @param rank where in the queue the slice begins, from 0; negative for none
     */
    public Future<Sweep> sweep(Stretch stretch, int count, int rank) {
        return runner.runEvenLate(sweep, List.of(), List.of(stretch.since, stretch.till, stretch.left, count, rank))
                .map(reply -> new Sweep(
                        new Stretch(
                                stretch.since,
                                reply.get(3).toLong(),
                                reply.get(4).toLong()),
                        reply.get(2).toInteger(),
                        ScriptRunner.strings(reply.get(5))));
    }

    /** Counts what there is; changes nothing. */
    public Future<Census> census() {
        return runner.runEvenLate(census, List.of(), List.of()).map(Census::of);
    }

    /**
     * A stretch of time in which people's patience ended.
     *
     * @param since when it begins, in epoch milliseconds; that moment is not in it
     * @param till its last moment; 0 for the present one
     * @param left how many of those whose patience ended in it are yet to be looked at; unknown where {@code till} is 0
     */
    public record Stretch(long since, long till, long left) {
        /** From a moment up to the present. */
        public static Stretch after(long since) {
            return new Stretch(since, 0, 0);
        }

        /** What is to be looked at next: the rest of this one, or what comes after it. */
        public Stretch next() {
            return left > 0 ? this : after(till);
        }
    }

    /**
     * Whom a sweep found.
     *
     * @param stretch what was looked at, and how much of it is left
     * @param waiting how many wait in all
     * @param users whom to look at
     */
    public record Sweep(Stretch stretch, int waiting, List<String> users) {}
}
