package chat.tandem.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.config.RateLimit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimiterTest {
    private long now = -5; // A monotonic clock may begin anywhere.

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void aFullBucketGivesItsBurstAtOnceAndThenOneAtATime() {
        Limiter limiter = Limiter.of(RateLimit.parse("10/s burst 3"), () -> now);
        assertThat(limiter.acquire()).isZero();
        assertThat(limiter.acquire()).isZero();
        assertThat(limiter.acquire()).isZero();
        assertThat(limiter.acquire()).isEqualTo(100);
        pass(Duration.ofMillis(60));
        assertThat(limiter.acquire()).isEqualTo(40);
        pass(Duration.ofMillis(40));
        assertThat(limiter.acquire()).isZero();
        assertThat(limiter.acquire()).isEqualTo(100);
    }

    @Test
    void itNeverHoldsMoreThanItsBurst() {
        Limiter limiter = Limiter.of(RateLimit.parse("10/s burst 2"), () -> now);
        pass(Duration.ofDays(1));
        assertThat(limiter.acquire()).isZero();
        assertThat(limiter.acquire()).isZero();
        assertThat(limiter.acquire()).isPositive();
    }

    @Test
    void offIsNoLimit() {
        Limiter limiter = Limiter.of(RateLimit.OFF, () -> now);
        for (int i = 0; i < 10_000; i++) {
            assertThat(limiter.acquire()).isZero();
        }
    }

    @Test
    void aThousandRefusalsWithinTenSecondsAreAFlood() {
        FloodGuard guard = new FloodGuard(() -> now);
        for (int i = 0; i < 999; i++) {
            assertThat(guard.refused()).isFalse();
            pass(Duration.ofMillis(9));
        }
        assertThat(guard.refused()).isTrue();
    }

    @Test
    void refusalsThatAreSpreadAreNoFlood() {
        FloodGuard guard = new FloodGuard(() -> now);
        for (int i = 0; i < 5_000; i++) {
            assertThat(guard.refused()).isFalse();
            pass(Duration.ofMillis(12));
        }
        pass(Duration.ofHours(1));
        assertThat(guard.refused()).isFalse();
    }
}
