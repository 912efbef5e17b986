package chat.tandem.common.state.simulation;

import chat.tandem.common.state.model.PlainRedis;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs seeds, one after another, on one Redis. */
final class Run {
    private static final long WILD = 10_000;
    private static final long SETTLING = 40_000;
    private static final long EMPTYING = 60_000;

    private final PlainRedis redis;
    private final Texts texts;
    private final Stations stations;

    Run(PlainRedis redis, Stations stations, Mutant mutant) {
        this.redis = redis;
        this.stations = stations;
        this.texts = Texts.load(redis, mutant);
    }

    /**
     * What came of a seed.
     *
     * @param hash of everything that happened
     * @param story what was violated, and what led to it; null when all went well
     */
    record Outcome(
            long seed,
            long hash,
            long calls,
            int conversations,
            int messages,
            @Nullable Violation violation,
            String story) {

        boolean well() {
            return violation == null;
        }
    }

    Outcome of(long seed) {
        World world = new World(redis, texts, stations, seed);
        Violation violation = null;
        String story = "";
        try {
            live(world);
        } catch (Violation found) {
            violation = found;
            story = story(seed, world.trace, found);
        }
        return new Outcome(
                seed,
                world.trace.hash(),
                world.server.calls(),
                world.truth.conversations(),
                world.truth.messages(),
                violation,
                story);
    }

    private static void live(World world) {
        new Faults(world).planUntil(world.agenda.now() + WILD);
        world.agenda.passUntil(world.agenda.now() + WILD);
        world.calmDown();
        comesTrue(world, () -> EndRules.settled(world), 1_000, SETTLING);
        world.empty();
        comesTrue(world, () -> EndRules.empty(world), 3_000, EMPTYING);
    }

    /** Looks again and again, until it holds or has taken too long. */
    private static void comesTrue(World world, Runnable rule, long step, long within) {
        long end = world.agenda.now() + within;
        while (true) {
            world.agenda.passUntil(world.agenda.now() + step);
            try {
                rule.run();
                return;
            } catch (Violation notYet) {
                if (world.agenda.now() >= end) {
                    throw notYet;
                }
            }
        }
    }

    private static String story(long seed, Trace trace, Violation violation) {
        List<String> concerned = violation.concerned();
        return """
                seed %d, step %d: %s

                what led to it%s:
                %s

                again: ./mvnw -pl common -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false \
                -Dtandem.simulation.seed=%d -Dtandem.simulation.seeds=1""".formatted(
                        seed,
                        trace.steps(),
                        violation.getMessage(),
                        concerned.isEmpty() ? "" : " (only what names " + String.join(", ", concerned) + ")",
                        trace.story(concerned),
                        seed);
    }
}
