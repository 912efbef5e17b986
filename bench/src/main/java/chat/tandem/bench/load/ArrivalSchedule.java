package chat.tandem.bench.load;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** When each message of an open-loop load is due, whatever became of the ones before it. Not thread-safe. */
public interface ArrivalSchedule {

    /** The moment at which the next message is due, in nanoseconds after the start; never less than the one before. */
    long next();

    /** How arrivals are spread. */
    enum Arrivals {
        /** The same distance between any two. */
        EVEN,
        /** As of many people who know nothing of each other: a Poisson process. */
        POISSON
    }

    /**
     * One generator's share of a load.
     *
     * @param perSecond messages per second, above 0
     * @param share which of the generators this is, from 0
     * @param shares how many generators there are; together they make {@code perSecond}
     */
    static ArrivalSchedule of(Arrivals arrivals, double perSecond, int share, int shares) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("a rate is above 0, not " + perSecond);
        }
        return switch (arrivals) {
            case EVEN -> new Even(1e9 / perSecond, share, shares);
            case POISSON -> new Poisson(1e9 / perSecond * shares, share);
        };
    }

    /** Computed from the number of the message, so that no error adds up. */
    final class Even implements ArrivalSchedule {
        private final double gapNanos;
        private final int step;
        private long number;

        private Even(double gapNanos, int first, int step) {
            this.gapNanos = gapNanos;
            this.number = first;
            this.step = step;
        }

        @Override
        public long next() {
            var due = (long) (number * gapNanos);
            number += step;
            return due;
        }
    }

    /** Exponential gaps, the same ones in every run. */
    final class Poisson implements ArrivalSchedule {
        private final double meanGapNanos;
        private final RandomGenerator random;
        private double due;

        private Poisson(double meanGapNanos, int share) {
            this.meanGapNanos = meanGapNanos;
            this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(share + 1L);
        }

        @Override
        public long next() {
            due += meanGapNanos * random.nextExponential();
            return (long) due;
        }
    }
}
