package chat.tandem.common.state.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import chat.tandem.common.state.model.PlainRedis;
import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seeds, each a life of six users with gateways and matchers that stand still, die and are cut off.
 * {@code -Dtandem.simulation.seeds=5000} makes it longer, {@code -Dtandem.simulation.seed=…} begins with another.
 */
@ExtendWith(Stores.class)
class SimulationTest {
    private static final Logger LOG = LoggerFactory.getLogger(SimulationTest.class);
    private static final long FIRST = Long.getLong("tandem.simulation.seed", 1);
    private static final int SEEDS = Integer.getInteger("tandem.simulation.seeds", 150);
    private static final int SEEDS_PER_MUTANT = 100;
    private static final int LANES = Runtime.getRuntime().availableProcessors();

    @Test
    void noRuleIsBrokenInAnySeed() {
        long began = System.nanoTime();
        Sum all = LongStream.range(0, LANES)
                .mapToObj(lane -> CompletableFuture.supplyAsync(() -> lane(FIRST + lane)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .reduce(Sum.NOTHING, Sum::plus);
        LOG.info(
                "simulation: {} seeds from {} in {}: {} calls, {} conversations, {} messages",
                SEEDS,
                FIRST,
                Duration.ofNanos(System.nanoTime() - began),
                all.calls,
                all.conversations,
                all.messages);
        assertThat(all.stories).isEmpty();
        assertThat(all.messages).isGreaterThan(all.conversations);
        assertThat(all.conversations).isGreaterThan(SEEDS);
    }

    /** A share of the seeds, on a Redis of its own, since a run waits for Redis half of its time and Redis for the run. */
    private static Sum lane(long first) {
        try (RedisProcess store = RedisProcess.start(false);
                PlainRedis redis = PlainRedis.connect(store.url())) {
            Run run = new Run(redis, new Stations(), Mutant.NONE);
            Sum sum = Sum.NOTHING;
            for (long seed = first; seed < FIRST + SEEDS && sum.stories.isEmpty(); seed += LANES) {
                Run.Outcome outcome = run.of(seed);
                sum = sum.plus(Sum.of(outcome));
                LOG.debug("simulation: seed {}, hash {}", seed, Long.toHexString(outcome.hash()));
            }
            return sum;
        }
    }

    /** What several runs amount to; a story of each that went wrong. */
    private record Sum(long calls, long conversations, long messages, List<String> stories) {
        static final Sum NOTHING = new Sum(0, 0, 0, List.of());

        static Sum of(Run.Outcome run) {
            return new Sum(
                    run.calls(), run.conversations(), run.messages(), run.well() ? List.of() : List.of(run.story()));
        }

        Sum plus(Sum other) {
            List<String> both = new ArrayList<>(stories);
            both.addAll(other.stories);
            return new Sum(calls + other.calls, conversations + other.conversations, messages + other.messages, both);
        }
    }

    @Test
    void theSameSeedIsTheSameRun(RedisStore store) {
        try (PlainRedis redis = PlainRedis.connect(store.url())) {
            Run run = new Run(redis, new Stations(), Mutant.NONE);
            Run.Outcome once = run.of(FIRST);
            Run.Outcome other = run.of(FIRST + 1);
            Run.Outcome again = run.of(FIRST);
            assertThat(again.hash()).isEqualTo(once.hash()).isNotEqualTo(other.hash());
        }
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("chat.tandem.common.state.simulation.Mutants#ALL")
    void anErrorInAScriptIsNoticed(Mutant mutant, RedisStore store) {
        try (PlainRedis redis = PlainRedis.connect(store.url())) {
            Run run = new Run(redis, new Stations(), mutant);
            Run.Outcome found = LongStream.rangeClosed(1, SEEDS_PER_MUTANT)
                    .mapToObj(run::of)
                    .filter(outcome -> !outcome.well())
                    .findFirst()
                    .orElseGet(() -> fail("%s was not noticed in %d seeds", mutant, SEEDS_PER_MUTANT));
            LOG.info(
                    "simulation: {}: {}",
                    mutant,
                    found.story().lines().findFirst().orElse(""));
        }
    }
}
