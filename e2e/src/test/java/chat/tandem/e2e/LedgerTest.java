package chat.tandem.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.e2e.Ledger.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The judge is judged: each kind of fault is seen. */
class LedgerTest {
    private static final Message FIRST = new Message("c", "a", "1", "one", 1);
    private static final Message SECOND = new Message("c", "a", "2", "two", 2);

    private final Ledger ledger = new Ledger();

    @BeforeEach
    void twoAreMatchedAndOneSpeaksTwice() {
        ledger.matched("c", "a");
        ledger.matched("c", "b");
        ledger.acknowledged(FIRST);
        ledger.acknowledged(SECOND);
    }

    @Test
    void whatArrivesOnceAndInOrderIsRight() {
        ledger.received("b", FIRST);
        ledger.received("b", SECOND);
        assertThat(ledger.faults()).isEmpty();
    }

    @Test
    void aLostMessageIsSeen() {
        ledger.received("b", FIRST);
        assertThat(ledger.faults()).hasSize(1);
    }

    @Test
    void whatWasUnderWayWhenSomebodyBrokeOffMayBeLost() {
        ledger.received("b", FIRST);
        ledger.brokenOff("c");
        assertThat(ledger.faults()).isEmpty();
    }

    @Test
    void aRepeatedMessageIsSeenAlsoWhereSomebodyBrokeOff() {
        ledger.received("b", FIRST);
        ledger.received("b", FIRST);
        ledger.brokenOff("c");
        assertThat(ledger.faults()).hasSize(1);
    }

    @Test
    void aWrongOrderIsSeen() {
        ledger.received("b", SECOND);
        ledger.received("b", FIRST);
        assertThat(ledger.faults()).hasSize(1);
    }

    @Test
    void aChangedMessageIsSeen() {
        ledger.received("b", FIRST);
        ledger.received("b", new Message("c", "a", "2", "tow", 2));
        assertThat(ledger.faults()).hasSize(1);
    }

    @Test
    void aThirdPersonIsSeen() {
        ledger.received("b", FIRST);
        ledger.received("b", SECOND);
        ledger.matched("c", "d");
        assertThat(ledger.faults()).isNotEmpty();
    }

    @Test
    void aMessageThatCameBackIsSeen() {
        ledger.received("b", FIRST);
        ledger.received("b", SECOND);
        ledger.received("a", FIRST);
        assertThat(ledger.faults()).isNotEmpty();
    }

    @Test
    void aSequenceGivenTwiceIsSeen() {
        ledger.received("b", FIRST);
        ledger.received("b", SECOND);
        ledger.acknowledged(new Message("c", "b", "3", "three", 2));
        assertThat(ledger.faults()).isNotEmpty();
    }

    @Test
    void aGapInTheSequencesIsSeen() {
        var fourth = new Message("c", "b", "4", "four", 4);
        ledger.acknowledged(fourth);
        ledger.received("b", FIRST);
        ledger.received("b", SECOND);
        ledger.received("a", fourth);
        assertThat(ledger.faults()).hasSize(1);
    }
}
