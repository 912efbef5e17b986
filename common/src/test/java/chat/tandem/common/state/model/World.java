package chat.tandem.common.state.model;

import chat.tandem.common.state.Keys;
import chat.tandem.common.state.Script;
import chat.tandem.common.state.ScriptRunner;
import chat.tandem.common.state.ShardState;
import chat.tandem.common.state.ShardUpkeep;
import chat.tandem.common.state.Shards;
import chat.tandem.common.state.StateSettings;
import chat.tandem.common.state.UploadState;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A shard and its model side by side, and how one is held to the other. */
final class World {
    /** Any moment will do. */
    private static final long BEGINNING = 1_800_000_000_000L;

    /** As long as the runner follows names that move; a machine that stands still makes it give up, with nothing done. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(ScriptRunner.BUDGET_MILLIS);

    private static final List<String> STATE_SCRIPTS = List.of(
            "connect",
            "join-queue",
            "next",
            "leave-queue",
            "send-message",
            "typing",
            "read",
            "leave",
            "disconnect",
            "renew",
            "reap");
    private static final List<String> UPKEEP_SCRIPTS = List.of("pair", "expire", "tick", "sweep");

    private static final List<String> UPLOAD_SCRIPTS = List.of("request-upload", "upload", "complete-upload");

    final Rules rules;
    final Keys keys = Shards.of(1).keys(0);
    final RealShard real;
    final Wire wire;
    final ShardState state;
    final ShardUpkeep upkeep;
    final UploadState uploads;

    final Shard shard;
    final Talking talking;
    final Queueing queueing;
    final Matching matching;
    final Visiting visiting;
    final Upkeep upkeepModel;

    final Crowd crowd;
    private final Deque<String> notes = new ArrayDeque<>();
    private int depth;
    private int looks;
    private Consumer<Step> performer = step -> {};

    World(PlainRedis redis, StateSettings settings, Rules rules) {
        this.rules = rules;
        real = new RealShard(redis, BEGINNING);
        List<Script> scripts = new ArrayList<>();
        STATE_SCRIPTS.forEach(name -> scripts.add(Script.load(ShardState.class, name, settings)));
        UPKEEP_SCRIPTS.forEach(name -> scripts.add(Script.load(ShardUpkeep.class, name, settings)));
        UPLOAD_SCRIPTS.forEach(name -> scripts.add(Script.load(UploadState.class, name, StateSettings.defaults())));
        shard = new Shard(rules, BEGINNING);
        wire = new Wire(redis, scripts, rules, shard::met);
        state = new ShardState(wire, keys, settings);
        upkeep = new ShardUpkeep(wire, keys, settings);
        uploads = new UploadState(wire, keys, rules.uploads());
        talking = new Talking(shard);
        queueing = new Queueing(shard);
        matching = new Matching(shard);
        visiting = new Visiting(shard);
        upkeepModel = new Upkeep(shard);
        crowd = new Crowd(shard);
    }

    /** How a step inside another is done. */
    void performBy(Consumer<Step> how) {
        performer = how;
    }

    /** Calls the real thing, others acting meanwhile where its names had moved, then the model, and compares. */
    void both(Random random, String what, Supplier<Future<Answer>> call, Function<Answer, Answer> model) {
        both(random, deadline(random), what, call, model);
    }

    /** As above for what is right however late it comes. */
    void bothEvenLate(Random random, String what, Supplier<Future<Answer>> call, Supplier<Answer> model) {
        both(random, 0, what, call, answer -> model.get());
    }

    private void both(
            Random random, long deadline, String what, Supplier<Future<Answer>> call, Function<Answer, Answer> model) {
        note(what);
        long began = System.nanoTime();
        String[] last = {""};
        Answer is = wire.call(
                deadline,
                exchange -> {
                    last[0] = exchange.status();
                    meanwhile(exchange, random);
                },
                call);
        if (last[0].equals("moved") && System.nanoTime() - began > PATIENCE_NANOS) {
            note("  -> given up after real seconds: " + is);
            return;
        }
        Answer should = deadline > 0 && shard.now > deadline ? Answer.LATE : model.apply(is);
        if (what.equals(notes.peekLast())) {
            notes.removeLast();
        }
        note(what + " -> " + is.kind() + " " + is.values());
        if (!is.equals(should)) {
            throw new Difference(what + "\n  answered " + is + "\n  not      " + should);
        }
    }

    long deadline(Random random) {
        int late = random.nextInt(60);
        return late == 0 ? shard.now - 1 : late == 1 ? shard.now : shard.now + 2_000;
    }

    /** Between a call that was moved and its continuation; nothing may have been written yet. */
    void meanwhile(Wire.Exchange exchange, Random random) {
        if (depth == 0 && exchange.status().equals("moved")) {
            act(random);
        }
    }

    /** Now and then compares and lets others act in the midst of a step. */
    void act(Random random) {
        if (depth > 0 || random.nextInt(3) > 0) {
            return;
        }
        check();
        depth++;
        try {
            shard.met("others act in the midst of a step");
            int steps = 1 + random.nextInt(2);
            for (int i = 0; i < steps; i++) {
                note("  meanwhile:");
                performer.accept(Step.draw(random));
                check();
            }
        } finally {
            depth--;
        }
        note("  and now again:");
    }

    void note(String text) {
        notes.addLast(text);
        if (notes.size() > 80) {
            notes.removeFirst();
        }
    }

    /** What happened last; users and conversations only by their last digits. */
    String notes() {
        return String.join("\n", notes).replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-([0-9a-f]{8})", "");
    }

    /**
     * Lets time pass, but not so much that gateways or the shard would die of it: that is what {@link #silence} is for.
     */
    void advance(long millis) {
        long end = shard.lives.firstEndOfWhatIsRenewed();
        if (shard.now + millis + 10_000 > end) {
            return;
        }
        note("  " + millis + " ms pass");
        shard.lives.settle(Picture.of(shard, any -> false).keys(), shard.now);
        real.advance(millis);
        shard.now += millis;
        if (shard.lives.anyMayHaveEnded(shard.now)) {
            check();
        }
    }

    /** Nobody renews anything for longer than a shard lives. */
    void silence() {
        note("  silence");
        real.advance(3 * Rules.LOG_LIFE);
        shard.now += 3 * Rules.LOG_LIFE;
        new Forgetting(shard).everything();
    }

    /** Holds Redis to the model: everything, and the remaining time of each key. */
    void check() {
        boolean all = looks++ % 40 == 0;
        Picture is = real.picture(all ? List.of("*") : shard.touched);
        new Forgetting(shard).adopt(is, real.remaining().keySet());
        Predicate<String> inFull = all ? any -> true : shard.touched::contains;
        Picture should = Picture.of(shard, inFull);
        shard.lives.settle(should.keys(), shard.now);
        List<String> differences = new ArrayList<>(should.differences(is));
        long tolerance = 1_000 + real.slowest();
        real.remaining().forEach((key, remaining) -> {
            String fault = shard.lives.fault(key, remaining, shard.now, tolerance);
            if (fault != null) {
                differences.add(key + ": " + fault);
            }
        });
        if (!differences.isEmpty()) {
            throw new Difference(differences.stream().limit(20).collect(Collectors.joining("\n")));
        }
        shard.touched.clear();
        shard.streams.areCompared();
    }
}
