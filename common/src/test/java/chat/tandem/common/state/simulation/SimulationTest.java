package chat.tandem.common.state.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import chat.tandem.common.state.model.PlainRedis;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import java.time.Duration;
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

    @Test
    void noRuleIsBrokenInAnySeed(RedisStore store) {
        try (PlainRedis redis = PlainRedis.connect(store.url())) {
            Run run = new Run(redis, new Stations(), Mutant.NONE);
            long began = System.nanoTime();
            long calls = 0;
            long conversations = 0;
            long messages = 0;
            for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
                Run.Outcome outcome = run.of(seed);
                if (!outcome.well()) {
                    fail(outcome.story());
                }
                calls += outcome.calls();
                conversations += outcome.conversations();
                messages += outcome.messages();
                LOG.debug("simulation: seed {}, hash {}", seed, Long.toHexString(outcome.hash()));
            }
            LOG.info(
                    "simulation: {} seeds from {} in {}: {} calls, {} conversations, {} messages",
                    SEEDS,
                    FIRST,
                    Duration.ofNanos(System.nanoTime() - began),
                    calls,
                    conversations,
                    messages);
            assertThat(messages).isGreaterThan(conversations);
            assertThat(conversations).isGreaterThan(SEEDS);
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
