package chat.tandem.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequencesTest {
    private final Sequences sequences = new Sequences();

    @Test
    void oneTwoThreeInAnyOrderIsComplete() {
        assertThat(sequences.add(2)).isTrue();
        assertThat(sequences.add(1)).isTrue();
        assertThat(sequences.add(3)).isTrue();
        assertThat(sequences.missing()).isZero();
    }

    @Test
    void aSecondOneOfTheSameIsSeen() {
        sequences.add(1);
        assertThat(sequences.add(1)).isFalse();
    }

    @Test
    void aGapIsMissing() {
        sequences.add(1);
        sequences.add(4);
        assertThat(sequences.missing()).isEqualTo(2);
    }

    @Test
    void zeroIsNoSequence() {
        assertThat(sequences.add(0)).isFalse();
    }

    @Test
    void nothingIsComplete() {
        assertThat(sequences.missing()).isZero();
    }
}
