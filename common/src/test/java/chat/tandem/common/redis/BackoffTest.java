package chat.tandem.common.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(3));

    @Test
    void theBoundDoublesUntilItsLimit() {
        assertThat(IntStream.of(0, 1, 2, 3, 10, 1_000_000).mapToLong(backoff::boundMs))
                .containsExactly(50L, 100L, 200L, 400L, 3_000L, 3_000L);
    }

    @Test
    void theWaitIsDrawnFromTheWholeRange() {
        assertThat(IntStream.range(0, 10_000).mapToLong(i -> backoff.delayMs(2)))
                .allMatch(ms -> ms >= 1 && ms <= 200)
                .anyMatch(ms -> ms < 20)
                .anyMatch(ms -> ms > 180);
    }
}
