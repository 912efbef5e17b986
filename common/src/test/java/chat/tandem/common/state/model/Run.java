package chat.tandem.common.state.model;

import chat.tandem.common.config.RateLimit;
import chat.tandem.common.state.StateSettings;
import chat.tandem.common.state.UserLimits;
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
    private final PlainRedis redis;
    private final long seed;
    private Map<String, Integer> met = Map.of();

    Run(PlainRedis redis, long seed) {
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
            } catch (Throwable difference) { // a Redis error is no exception
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

    private static String text(Throwable difference) {
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
                rules.recentPartners(),
                Duration.ofMillis(rules.lastResort()),
                rules.backlog(),
                Rules.BACKLOG_BYTES,
                rules.inboxBound(),
                new UserLimits(
                        new RateLimit(1000.0 / rules.messageInterval(), rules.messageBurst()),
                        new RateLimit(1000.0 / rules.byteInterval(), rules.byteBurst()),
                        new RateLimit(1000.0 / rules.joinInterval(), rules.joinBurst()),
                        RateLimit.OFF),
                100_000,
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
                3,
                5_000,
                30,
                18,
                100,
                16,
                1,
                3_500,
                4_000,
                2,
                20_000,
                4,
                8,
                1_500,
                3,
                shortGrace);
    }
}
