package chat.tandem.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.bus.InboxEntry;
import chat.tandem.common.state.Connected.Paired;
import chat.tandem.common.state.SessionState;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MailTest {
    private final List<String> written = new ArrayList<>();
    private final List<Long> delivered = new ArrayList<>();
    private final Mail mail = new Mail(
            event -> written.add(event.name() + new JsonObject(event.data()).getString("n")),
            () -> written.add("back in time"),
            delivered::add);

    private static InboxEntry.Event entry(String event, @Nullable String conversation, long sequence) {
        return new InboxEntry.Event(
                "me", event, conversation, sequence, Buffer.buffer("{\"n\":" + sequence + "}"), 1_000 + sequence);
    }

    @Test
    void onlyTheCurrentConversationGetsThrough() {
        mail.deliver(entry("receive-message", "a", 1));
        mail.deliver(entry("matched", "a", 0));
        mail.deliver(entry("receive-message", "a", 2));
        mail.deliver(entry("receive-message", "b", 3));
        mail.deliver(entry("conversation-ended", "a", 0));
        mail.deliver(entry("receive-message", "a", 4));
        assertThat(written).containsExactly("matched0", "receive-message2", "conversation-ended0");
        assertThat(mail.state()).isEqualTo(SessionState.IDLE);
    }

    @Test
    void aMessageIsMeasuredWhenItIsWrittenAndOnlyThen() {
        mail.deliver(entry("matched", "a", 0));
        mail.deliver(entry("receive-message", "b", 1));
        mail.hold();
        mail.deliver(entry("receive-message", "a", 2));
        assertThat(delivered).isEmpty();
        mail.release();
        assertThat(delivered).containsExactly(1_002L);
    }

    @Test
    void whatConcernsNoConversationAlwaysGetsThrough() {
        mail.deliver(entry("online-count", null, 0));
        assertThat(written).containsExactly("online-count0");
    }

    @Test
    void heldEntriesAreWrittenInOrderAfterTheAnswer() {
        mail.hold();
        mail.deliver(entry("matched", "a", 0));
        mail.deliver(entry("receive-message", "a", 1));
        assertThat(written).isEmpty();
        mail.release();
        assertThat(written).containsExactly("matched0", "receive-message1");
        assertThat(mail.highest()).isEqualTo(1);
    }

    @Test
    void anOwnMessageBehindOneThatIsStillOnItsWayLeavesAHole() {
        mail.deliver(entry("matched", "a", 0));
        mail.seen(1);
        mail.seen(3);
        assertThat(mail.highest()).isEqualTo(3);
        assertThat(mail.whole()).isEqualTo(1);
        mail.deliver(entry("receive-message", "a", 2));
        mail.deliver(entry("receive-message", "a", 4));
        assertThat(mail.whole()).isEqualTo(4);
    }

    @Test
    void heldEntriesOfTheConversationThatWasLeftAreDropped() {
        mail.deliver(entry("matched", "a", 0));
        mail.hold();
        mail.deliver(entry("receive-message", "a", 1));
        mail.deliver(entry("matched", "b", 0));
        mail.leave(SessionState.WAITING);
        mail.release();
        assertThat(written).containsExactly("matched0", "matched0");
        assertThat(mail.conversation()).isEqualTo("b");
    }

    @Test
    void whatRejoinedContainsIsNotWrittenAgain() {
        mail.hold();
        mail.deliver(entry("receive-message", "a", 3));
        mail.deliver(entry("receive-message", "a", 4));
        mail.deliver(entry("partner-typing", "a", 0));
        mail.rejoin(new Paired("a", "partner", null, true, 3, List.of(), false));
        mail.release();
        assertThat(written).containsExactly("receive-message4", "partner-typing0");
    }

    private static Buffer data(long sequence) {
        return entry("receive-message", "a", sequence).data();
    }

    @Test
    void whatRejoinedContainedIsDroppedOnceHoweverLateTheInboxIsRead() {
        mail.deliver(entry("matched", "a", 0));
        mail.rejoin(new Paired("a", "partner", null, true, 3, List.of(data(2), data(3)), false));
        mail.deliver(entry("receive-message", "a", 2));
        mail.deliver(entry("receive-message", "a", 3));
        mail.deliver(entry("receive-message", "a", 4));
        assertThat(written).containsExactly("matched0", "receive-message4");
        assertThat(mail.whole()).isEqualTo(4);

        mail.deliver(entry("receive-message", "a", 3));
        assertThat(written).last().isEqualTo("back in time");
    }

    @Test
    void anotherMessageUnderASequenceThatRejoinedContainedIsNoticed() {
        mail.rejoin(new Paired("a", "partner", null, true, 2, List.of(data(1), Buffer.buffer("{\"other\":2}")), false));
        mail.deliver(entry("receive-message", "a", 1));
        assertThat(written).isEmpty();
        mail.deliver(entry("receive-message", "a", 2));
        assertThat(written).containsExactly("back in time");
    }

    @Test
    void whatWasTooOldForRejoinedIsDroppedToo() {
        mail.rejoin(new Paired("a", "partner", null, true, 3, List.of(data(3)), true));
        mail.deliver(entry("receive-message", "a", 2));
        mail.deliver(entry("receive-message", "a", 3));
        assertThat(written).isEmpty();
    }

    @Test
    void anEndThatIsStillOnItsWayIsLetThroughToWhoJoinedAgain() {
        mail.deliver(entry("matched", "a", 0));
        mail.become(SessionState.WAITING);
        mail.deliver(entry("conversation-ended", "a", 0));
        assertThat(written).containsExactly("matched0", "conversation-ended0");
        assertThat(mail.state()).isEqualTo(SessionState.WAITING);
    }

    @Test
    void anAnswerWaitsForTheEndOfAConversationThatCameAndWentBeforeIt() {
        mail.hold();
        mail.deliver(entry("matched", "a", 0));
        mail.upToTheEndOf("a").onSuccess(told -> written.add("answer"));
        mail.deliver(entry("receive-message", "a", 1));
        mail.deliver(entry("conversation-ended", "a", 0));
        mail.deliver(entry("matched", "b", 0));
        assertThat(written).containsExactly("matched0", "receive-message1", "conversation-ended0", "answer");
        mail.release();
        assertThat(mail.conversation()).isEqualTo("b");
    }

    @Test
    void anAnswerWaitsForNothingWhereTheEndWasHeldBackBehindIt() {
        mail.hold();
        mail.deliver(entry("matched", "a", 0));
        mail.deliver(entry("conversation-ended", "a", 0));
        mail.deliver(entry("matched", "b", 0));
        assertThat(mail.upToTheEndOf("a").succeeded()).isTrue();
        assertThat(written).containsExactly("matched0", "conversation-ended0");
    }

    @Test
    void anAnswerWaitsForNothingThatIsKnownToBeOver() {
        mail.deliver(entry("matched", "a", 0));
        assertThat(mail.upToTheEndOf("a").succeeded()).as("the current one").isTrue();
        mail.leave(SessionState.IDLE);
        assertThat(mail.upToTheEndOf("a").succeeded())
                .as("the one that was left")
                .isTrue();
        mail.over("b");
        assertThat(mail.upToTheEndOf("b").succeeded())
                .as("the one told otherwise")
                .isTrue();
    }

    @Test
    void anAnswerThatWaitsForWhatWillNotComeIsGiven() {
        var answer = mail.upToTheEndOf("a");
        assertThat(answer.isComplete()).isFalse();
        mail.waitNoLonger();
        assertThat(answer.succeeded()).isTrue();
    }

    @Test
    void thatTheSessionWasReplacedWaitsForNothing() {
        mail.hold();
        mail.deliver(entry("session-replaced", null, 0));
        assertThat(written).containsExactly("session-replaced0");
    }

    @Test
    void aSequenceThatWasGivenOutAlreadyIsNoticedHoweverFarTheOwnMessagesAre() {
        mail.deliver(entry("matched", "a", 0));
        mail.deliver(entry("receive-message", "a", 1));
        mail.seen(3); // An own message; the partner's second is still on its way.
        mail.deliver(entry("receive-message", "a", 2));
        mail.deliver(entry("receive-message", "a", 2));
        assertThat(written).containsExactly("matched0", "receive-message1", "receive-message2", "back in time");
    }
}
