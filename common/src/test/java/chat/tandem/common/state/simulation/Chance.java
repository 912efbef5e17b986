package chat.tandem.common.state.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The one source of chance of a run. */
final class Chance {
    private final RandomGenerator random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    boolean in100(int times) {
        return random.nextInt(100) < times;
    }

    /** Both ends are possible. */
    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    <T> T of(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    /** How long something takes on its way: little, mostly. */
    long latency() {
        return in100(6) ? between(10, 250) : between(1, 8);
    }
}
