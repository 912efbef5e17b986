package chat.tandem.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.bench.load.Direction.Arrival;
import org.junit.jupiter.api.Test;

class DirectionTest {
    private final Direction direction = new Direction();

    private void sendAndAcknowledge(int messages) {
        for (int message = 0; message < messages; message++) {
            direction.acknowledge(direction.send());
        }
    }

    @Test
    void messagesInTheOrderOfSendingAreRight() {
        sendAndAcknowledge(2);
        assertThat(direction.receive(0)).isEqualTo(Arrival.RIGHT);
        assertThat(direction.receive(1)).isEqualTo(Arrival.RIGHT);
        assertThat(direction.giveUp()).isZero();
    }

    @Test
    void aMessageThatComesTwiceIsRepeated() {
        sendAndAcknowledge(1);
        direction.receive(0);
        assertThat(direction.receive(0)).isEqualTo(Arrival.REPEATED);
    }

    @Test
    void aMessageAfterALaterOneIsOutOfOrder() {
        sendAndAcknowledge(2);
        assertThat(direction.receive(1)).isEqualTo(Arrival.RIGHT);
        assertThat(direction.receive(0)).isEqualTo(Arrival.OUT_OF_ORDER);
    }

    @Test
    void aMessageThatNobodySentIsUnknown() {
        sendAndAcknowledge(1);
        assertThat(direction.receive(1)).isEqualTo(Arrival.UNKNOWN);
        assertThat(direction.receive(-1)).isEqualTo(Arrival.UNKNOWN);
    }

    @Test
    void anAcknowledgedMessageThatDoesNotComeIsLostOnce() {
        sendAndAcknowledge(3);
        direction.receive(0);
        direction.receive(2);
        assertThat(direction.giveUp()).isEqualTo(1);
        assertThat(direction.giveUp()).isZero();
        assertThat(direction.receive(1)).isEqualTo(Arrival.TOO_LATE);
    }

    @Test
    void aMessageThatWasNotAcknowledgedIsNotLost() {
        direction.send();
        assertThat(direction.giveUp()).isZero();
    }
}
