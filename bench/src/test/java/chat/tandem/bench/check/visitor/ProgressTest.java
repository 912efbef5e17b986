package chat.tandem.bench.check.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {
    private final Progress progress = new Progress(3);

    @Test
    void aHoleIsNotResumedOver() {
        progress.add(4);
        progress.add(6);
        assertThat(progress.wholeUpTo()).isEqualTo(4);
        assertThat(progress.highest()).isEqualTo(6);
        assertThat(progress.whole()).isFalse();
    }

    @Test
    void whatFillsTheHoleCounts() {
        progress.add(6);
        progress.add(5);
        progress.add(4);
        assertThat(progress.wholeUpTo()).isEqualTo(6);
        assertThat(progress.whole()).isTrue();
    }

    @Test
    void whatIsThereAlreadyChangesNothing() {
        progress.add(2);
        progress.add(4);
        progress.add(4);
        assertThat(progress.wholeUpTo()).isEqualTo(4);
        assertThat(progress.whole()).isTrue();
    }
}
