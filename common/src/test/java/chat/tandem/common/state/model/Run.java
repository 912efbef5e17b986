package chat.tandem.common.state.model;

import chat.tandem.common.config.RateLimit;
import chat.tandem.common.state.StateSettings;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A run: steps one after another on a new world, compared after each; and a shorter run that fails as well. */
final class Run {
    private final RedisConnection redis;
    private final long seed;
    private Map<String, Integer> met = Map.of();

    Run(RedisConnection redis, long seed) {
        this.redis = redis;
        this.seed = seed;
    }

    /** Where a run failed. */
    record Failure(int step, String what, String notes) {}

    @Nullable
    Failure of(List<Step> steps) {
        World world = new World(redis, settings(), rules());
        Stage stage = new Stage(world);
        for (int i = 0; i < steps.size(); i++) {
            try {
                world.note("#" + i + " " + steps.get(i).kind());
                stage.perform(steps.get(i));
                world.check();
            } catch (RuntimeException difference) {
                return new Failure(i, text(difference), world.notes());
            }
        }
        met = new TreeMap<>(world.shard.met);
        return null;
    }

    /** How often each situation was met in the last run, where that went well. */
    Map<String, Integer> met() {
        return met;
    }

    private static String text(RuntimeException difference) {
        if (difference instanceof Difference) {
            return String.valueOf(difference.getMessage());
        }
        StringWriter trace = new StringWriter();
        difference.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    /** Leaves out what is not needed for a failure, for as long as it may take. */
    List<Step> shorten(List<Step> failing, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        List<Step> best = failing;
        for (int length = 64; length < failing.size() && System.nanoTime() < end; length *= 2) {
            List<Step> suffix = failing.subList(failing.size() - length, failing.size());
            Failure failure = of(suffix);
            if (failure != null) {
                best = suffix.subList(0, failure.step() + 1);
                break;
            }
        }
        for (int chunk = best.size() / 2; chunk > 0 && System.nanoTime() < end; chunk /= 2) {
            for (int from = 0; from + chunk < best.size() && System.nanoTime() < end; ) {
                List<Step> without = new ArrayList<>(best.subList(0, from));
                without.addAll(best.subList(from + chunk, best.size()));
                Failure failure = of(without);
                if (failure == null) {
                    from += chunk;
                } else {
                    best = without.subList(0, failure.step() + 1);
                }
            }
        }
        return best;
    }

    private StateSettings settings() {
        Rules rules = rules();
        return new StateSettings(
                Duration.ofMillis(rules.grace()),
                Duration.ofMillis(rules.announceAfter()),
                Duration.ofMillis(rules.idleMemory()),
                Duration.ofMillis(rules.lease()),
                Duration.ofMillis(rules.patience()),
                Duration.ofMillis(rules.recentPartner()),
                Duration.ofMillis(rules.lastResort()),
                rules.backlog(),
                rules.inboxBound(),
                new RateLimit(1000.0 / rules.messageInterval(), rules.messageBurst()),
                new RateLimit(1000.0 / rules.joinInterval(), rules.joinBurst()),
                rules.eventBodies());
    }

    /** Small bounds; a grace shorter than the announcement now and then, and with it bodies in the events. */
    private Rules rules() {
        boolean shortGrace = new Random(seed).nextInt(4) == 0;
        return new Rules(
                shortGrace ? 1_000 : 30_000,
                2_000,
                600_000,
                5_000,
                10_000,
                120_000,
                5_000,
                60,
                25,
                100,
                16,
                4_000,
                2,
                8,
                3,
                shortGrace);
    }

    /** Does steps on a world. */
    private static final class Stage {
        private final World world;
        private final ClientActs clients;
        private final Duties duties;

        Stage(World world) {
            this.world = world;
            clients = new ClientActs(world);
            duties = new Duties(world);
            world.performBy(this::perform);
        }

        void perform(Step step) {
            Random random = step.random();
            if (random.nextBoolean()) {
                world.advance(random.nextInt(150));
            }
            switch (step.kind()) {
                case CONNECT -> clients.connect(random);
                case DISCONNECT -> clients.disconnect(random);
                case JOIN -> clients.join(random);
                case LEAVE_QUEUE -> clients.leaveQueue(random);
                case NEXT -> clients.next(random);
                case SEND -> clients.send(random);
                case SEND_AGAIN -> clients.sendAgain(random);
                case TYPING -> clients.typing(random);
                case READ -> clients.read(random);
                case LEAVE -> clients.leave(random);
                case PAIR -> duties.pair(random);
                case EXPIRE -> duties.expire(random);
                case REAP -> duties.reap(random);
                case TICK -> duties.tick(random);
                case SWEEP -> duties.sweep(random);
                case REGISTER -> duties.register(random);
                case RENEW -> duties.renew(random);
                case DEREGISTER -> duties.deregister(random);
                case READ_INBOX -> duties.readInbox(random);
                case REUNION -> reunion(random);
                case BLOCK -> block(random);
                case STORE -> store();
                case WAIT_SECONDS -> world.advance(random.nextInt(13_000));
                case WAIT_MINUTES -> world.advance(10_000 + random.nextInt(700_000));
                case WAIT_AN_HOUR -> world.advance(3_650_000);
                case SILENCE -> world.silence();
            }
        }

        /** Two who have just parted wait alone until only each other is left to them. */
        private void reunion(Random random) {
            String user = world.user(random, person -> person.state == Person.State.PAIRED && !person.isAway());
            Person person = world.shard.sessions.get(user);
            if (person == null || person.partner == null) {
                return;
            }
            String partner = person.partner;
            clients.leave(user, random);
            clients.everybodyLeavesTheQueue(random);
            clients.join(user, List.of(), random);
            clients.join(partner, List.of(), random);
            world.advance(world.rules.lastResort() - random.nextInt(2));
            duties.renew(random);
            duties.pair(List.of(user), random.nextInt(4) > 0, random);
        }

        /** Persistence loads a block; it is written past the scripts here, as far as it matters to them. */
        private void block(Random random) {
            String user = world.user(random, person -> person.state == Person.State.WAITING);
            String other = world.user(random, person -> person.state == Person.State.WAITING);
            List<String> pair = Shard.sorted(user, other);
            long until = world.shard.now + random.nextInt(200_000);
            String member = String.join("|", pair);
            String key = world.keys.fixed("blocks");
            world.real.send(Command.ZADD, key, until, member);
            world.real.send(Command.PEXPIRE, key, Rules.SHARD_LIFE);
            world.shard.blocks.put(member, until);
        }

        /** Everything that waits is stored or read, and trimmed by its readers. */
        private void store() {
            for (String stream : List.of(Shard.MATCHER, Shard.MESSAGES, Shard.EVENTS)) {
                if (world.shard.stream(stream).isEmpty()) {
                    continue;
                }
                world.real.send(Command.XTRIM, world.keys.fixed(stream), "MAXLEN", 0);
                world.shard.trim(stream);
            }
        }
    }
}
