package chat.tandem.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.bench.load.ArrivalSchedule.Arrivals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long MILLI = 1_000_000;

    /** A loop whose time passes only by what it is told. */
    private static final class SimulatedLoop implements Pacer.Timer {
        private final Deque<Runnable> due = new ArrayDeque<>();
        private final List<Integer> startedPerTurn = new ArrayList<>();
        private long now = 1_000 * MILLI;
        private long wake;

        @Override
        public void after(long nanos, Runnable task) {
            wake = now + nanos;
            due.add(task);
        }

        /** Runs turns until nothing waits; each begins so much later than it was due. */
        void run(List<Start> starts, long turnDelay) {
            while (!due.isEmpty()) {
                now = Math.max(now, wake + turnDelay);
                var before = starts.size();
                due.remove().run();
                startedPerTurn.add(starts.size() - before);
            }
        }
    }

    private record Start(long due, long at) {}

    private final SimulatedLoop loop = new SimulatedLoop();
    private final List<Start> starts = new ArrayList<>();

    private Pacer pacer(double perSecond, long lastsNanos) {
        var schedule = ArrivalSchedule.of(Arrivals.EVEN, perSecond, 0, 1);
        var begin = loop.now;
        return new Pacer(
                schedule, begin, begin + lastsNanos, () -> loop.now, loop, due -> starts.add(new Start(due, loop.now)));
    }

    @Test
    void onAnIdleLoopEachMessageStartsAloneAtItsMoment() {
        var done = pacer(2_000, 1_000 * MILLI).run();
        loop.run(starts, 0);
        assertThat(done.succeeded()).isTrue();
        assertThat(starts)
                .hasSize(2_000)
                .allSatisfy(start -> assertThat(start.at()).isEqualTo(start.due()));
        assertThat(loop.startedPerTurn).containsOnly(1);
    }

    @Test
    void aSlowTimerDoesNotLowerTheRate() {
        var done = pacer(2_000, 1_000 * MILLI).run();
        loop.run(starts, 3 * MILLI);
        assertThat(done.succeeded()).isTrue();
        assertThat(starts).hasSize(2_000);
    }

    @Test
    void afterAStallEverythingIsStartedWithTheMomentAtWhichItWasDue() {
        var schedule = ArrivalSchedule.of(Arrivals.EVEN, 1_000, 0, 1);
        var begin = loop.now;
        var done = new Pacer(schedule, begin, begin + 1_000 * MILLI, () -> loop.now, loop, due -> {
                    starts.add(new Start(due, loop.now));
                    if (starts.size() == 100) {
                        loop.now += 500 * MILLI;
                    }
                })
                .run();
        loop.run(starts, 0);
        assertThat(done.succeeded()).isTrue();
        assertThat(starts).hasSize(1_000);
        for (int message = 0; message < starts.size(); message++) {
            assertThat(starts.get(message).due()).isEqualTo(begin + message * MILLI);
        }
        var late = starts.stream().filter(start -> start.at() > start.due()).toList();
        assertThat(late).hasSize(499);
        assertThat(late.getFirst().at() - late.getFirst().due()).isEqualTo(499 * MILLI);
    }

    @Test
    void aPileIsStartedInPortionsSoThatSocketsAreReadInBetween() {
        var done = pacer(1_000, 1_000 * MILLI).run();
        loop.now += 999 * MILLI;
        loop.run(starts, 0);
        assertThat(done.succeeded()).isTrue();
        assertThat(starts).hasSize(1_000);
        assertThat(loop.startedPerTurn)
                .allSatisfy(portion -> assertThat(portion).isLessThanOrEqualTo(Pacer.PER_TURN));
    }
}
