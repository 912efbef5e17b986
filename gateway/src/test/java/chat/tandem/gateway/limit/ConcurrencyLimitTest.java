package chat.tandem.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {
    private final ConcurrencyLimit<String> limit = new ConcurrencyLimit<>(3, 2);

    @Test
    void nobodyHoldsAllPlaces() {
        assertThat(limit.enter("a")).isTrue();
        assertThat(limit.enter("a")).isTrue();
        assertThat(limit.enter("a")).isFalse();
        assertThat(limit.enter("b")).isTrue();
        assertThat(limit.enter("c")).isFalse();

        limit.leave("a");

        assertThat(limit.enter("c")).isTrue();
        assertThat(limit.enter("a")).isFalse();
    }

    @Test
    void aPlaceThatWasGivenBackMayBeTakenAgain() {
        for (int i = 0; i < 100; i++) {
            assertThat(limit.enter("a")).isTrue();
            limit.leave("a");
        }
    }
}
