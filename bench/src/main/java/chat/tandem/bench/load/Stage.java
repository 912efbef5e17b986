package chat.tandem.bench.load;

import chat.tandem.bench.load.ArrivalSchedule.Arrivals;

/**
 * One stretch of a run at one rate.
 *
 * @param number counts from 0
 * @param perSecond messages per second, of all loops together
 * @param startNanos when it begins, by {@link System#nanoTime()}
 * @param measuredFromNanos what falls due from here on is measured; what was due earlier warms up
 * @param endNanos nothing falls due from here on
 */
record Stage(int number, double perSecond, Arrivals arrivals, long startNanos, long measuredFromNanos, long endNanos) {

    boolean measures(long dueNanos) {
        return dueNanos >= measuredFromNanos && dueNanos < endNanos;
    }
}
