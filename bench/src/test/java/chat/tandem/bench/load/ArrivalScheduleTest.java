package chat.tandem.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import chat.tandem.bench.load.ArrivalSchedule.Arrivals;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalScheduleTest {
    private static final long SECOND = 1_000_000_000;

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 3, 500, 2_000, 16_000, 33_333})
    void evenArrivalsNeverBunch(double perSecond) {
        var schedule = ArrivalSchedule.of(Arrivals.EVEN, perSecond, 0, 1);
        var gap = SECOND / perSecond;
        var last = schedule.next();
        assertThat(last).isZero();
        for (int message = 1; message < 10_000; message++) {
            var due = schedule.next();
            assertThat((double) (due - last)).isCloseTo(gap, within(1.0));
            last = due;
        }
    }

    @Test
    void evenArrivalsDoNotDriftInADay() {
        var schedule = ArrivalSchedule.of(Arrivals.EVEN, 3, 0, 1);
        var due =
                LongStream.generate(schedule::next).skip(3 * 86_400).findFirst().orElseThrow();
        assertThat(due).isEqualTo(86_400 * SECOND);
    }

    @Test
    void theSharesOfSeveralGeneratorsInterleave() {
        var whole = ArrivalSchedule.of(Arrivals.EVEN, 1_000, 0, 1);
        var first = ArrivalSchedule.of(Arrivals.EVEN, 1_000, 0, 2);
        var second = ArrivalSchedule.of(Arrivals.EVEN, 1_000, 1, 2);
        for (int message = 0; message < 1_000; message++) {
            assertThat(whole.next()).isEqualTo(first.next());
            assertThat(whole.next()).isEqualTo(second.next());
        }
    }

    @Test
    void poissonArrivalsHaveTheRateAndTheSpreadOfAPoissonProcess() {
        var messages = 100_000;
        var schedule = ArrivalSchedule.of(Arrivals.POISSON, 1_000, 0, 1);
        double last = 0;
        double sumOfSquares = 0;
        for (int message = 0; message < messages; message++) {
            var due = schedule.next();
            sumOfSquares += Math.pow(due - last, 2);
            last = due;
        }
        var mean = last / messages;
        var deviation = Math.sqrt(sumOfSquares / messages - mean * mean);
        assertThat(mean).isCloseTo(1e6, within(2e4));
        assertThat(deviation).as("as large as the mean").isCloseTo(mean, within(4e4));
    }

    @ParameterizedTest
    @EnumSource
    void noMessageIsDueBeforeTheOneBeforeIt(Arrivals arrivals) {
        var schedule = ArrivalSchedule.of(arrivals, 7_777, 1, 3);
        assertThat(LongStream.generate(schedule::next).limit(10_000).boxed().toList())
                .isSorted();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void aRateIsAboveZero(double perSecond) {
        assertThatThrownBy(() -> ArrivalSchedule.of(Arrivals.EVEN, perSecond, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
