package chat.tandem.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OverloadTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger collections = new AtomicInteger();
    private double heap;
    private double direct;
    private final Overload overload =
            new Overload(new MemoryUse(() -> heap, () -> direct), clock::get, collections::incrementAndGet);
    private final Overload.Loop loop = overload.loop();
    private final Overload.Loop other = overload.loop();

    private void turn(Overload.Loop turning, long lateNanos, int times) {
        for (int time = 0; time < times; time++) {
            clock.addAndGet(SECOND / 4);
            turning.turned(lateNanos);
        }
    }

    @Test
    void aLoopThatIsLateNowAndThenIsNone() {
        turn(loop, 10 * SECOND, 2);
        turn(loop, 0, 1);
        turn(loop, 10 * SECOND, 2);
        assertThat(overload.isOn()).isFalse();
    }

    @Test
    void aLoopThatStaysLateIsOneUntilItIsInTimeForAWhile() {
        turn(loop, 2 * SECOND, 3);
        assertThat(overload.isOn()).isTrue();
        turn(other, 0, 10);
        turn(loop, 0, 3);
        turn(loop, SECOND / 2, 1);
        turn(loop, 0, 3);
        assertThat(overload.isOn()).isTrue();
        turn(loop, 0, 1);
        assertThat(overload.isOn()).isFalse();
    }

    @Test
    void twoLateLoopsMustBothRecover() {
        turn(loop, 2 * SECOND, 5);
        turn(other, 2 * SECOND, 5);
        turn(loop, 0, 4);
        assertThat(overload.isOn()).isTrue();
        turn(other, 0, 4);
        assertThat(overload.isOn()).isFalse();
    }

    @Test
    void memoryIsShortUntilThereIsClearlyMoreOfIt() {
        heap = 0.84;
        turn(loop, 0, 1);
        assertThat(overload.isOn()).isFalse();
        heap = 0.86;
        turn(loop, 0, 1);
        assertThat(overload.isOn()).isTrue();
        heap = 0.76;
        turn(loop, 0, 1);
        assertThat(overload.isOn()).isTrue();
        heap = 0.74;
        turn(loop, 0, 1);
        assertThat(overload.isOn()).isFalse();
        direct = 0.9;
        turn(loop, 0, 1);
        assertThat(overload.isOn()).isTrue();
        direct = 0.6;
        turn(loop, 0, 1);
        assertThat(overload.isOn()).isFalse();
    }

    @Test
    void whileTheHeapIsShortGarbageIsLookedForNowAndThen() {
        heap = 0.9;
        turn(loop, 0, 4 * 29);
        assertThat(collections).hasValue(0);
        turn(loop, 0, 4 * 31);
        assertThat(collections).hasValue(2);
    }

    @Test
    void theProcessItselfHasMemory() {
        MemoryUse own = MemoryUse.ofProcess();
        assertThat(own.heap().getAsDouble()).isBetween(0.0, 1.0);
        assertThat(own.direct().getAsDouble()).isBetween(0.0, 1.0);
    }
}
