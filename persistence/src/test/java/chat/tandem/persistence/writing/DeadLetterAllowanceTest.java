package chat.tandem.persistence.writing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadLetterAllowanceTest {

    private final DeadLetterAllowance allowance = new DeadLetterAllowance();

    private int taken() {
        int taken = 0;
        while (allowance.take()) {
            taken++;
        }
        return taken;
    }

    @Test
    void aFewMayGoAtAnyTimeAndThenOneForAHundredThatAreStored() {
        assertThat(taken()).isEqualTo(16);
        allowance.stored(99);
        assertThat(taken()).isZero();
        allowance.stored(1);
        assertThat(taken()).isEqualTo(1);
    }

    @Test
    void whatIsStoredAllowsForNoMoreThanAFewAtOnce() {
        allowance.stored(1_000_000);
        assertThat(taken()).isEqualTo(16);
    }
}
