package chat.tandem.bench.check.judge;

import static chat.tandem.bench.check.judge.Tale.ANN;
import static chat.tandem.bench.check.judge.Tale.BOB;
import static chat.tandem.bench.check.judge.Tale.EVE;
import static chat.tandem.bench.check.judge.Tale.TALK;
import static chat.tandem.bench.check.judge.Tale.body;
import static chat.tandem.bench.check.judge.Tale.conversation;
import static chat.tandem.bench.check.judge.Tale.id;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.bench.check.history.What;
import chat.tandem.bench.check.history.What.Way;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The judge is judged: what is right passes, and each kind of fault is seen. */
class JudgeTest {
    private static final What.Fault EMPTIED = new What.Fault("empty-redis", true, true);

    @Test
    void aTalkWithAReconnectARepetitionAndAnEndIsRight() {
        var tale = Tale.ofTwo()
                .says(0, 1, 1, 1)
                .reads(1, 2, Way.LIVE, 1, 1)
                .by(1, 2, new What.Closed(1006, false))
                .says(0, 1, 2, 2)
                .returns(1, 3, BOB, 1, 1)
                .reads(1, 3, Way.REJOINED, 2, 2)
                .says(1, 3, 3, 3)
                .reads(0, 1, Way.LIVE, 3, 3)
                .asks(0, 1, "next", TALK)
                .over("next", ANN)
                .by(1, 3, new What.Ended(TALK, "next"))
                .by(0, 1, new What.Answered(1, "next", TALK, ""));
        assertThat(tale.judged()).isEmpty();
    }

    @Nested
    class OfPages {
        private Tale page(long before, long after, boolean more, Long... sequences) {
            return Tale.ofTwo()
                    .says(0, 1, 1, 1)
                    .says(0, 1, 2, 2)
                    .says(0, 1, 3, 3)
                    .reads(1, 2, Way.LIVE, 1, 1)
                    .reads(1, 2, Way.LIVE, 2, 2)
                    .reads(1, 2, Way.LIVE, 3, 3)
                    .by(0, 1, new What.Page(TALK, 3, before, after, List.of(sequences), more));
        }

        @Test
        void thoseWithoutAHoleAreRight() {
            assertThat(page(0, -1, false, 1L, 2L, 3L).broken()).isEmpty();
            assertThat(page(0, -1, true, 2L, 3L, 4L).broken()).isEmpty();
            assertThat(page(3, -1, true, 2L).broken()).isEmpty();
            assertThat(page(0, 1, false, 2L, 3L).broken()).isEmpty();
            assertThat(page(0, 3, false).broken()).isEmpty();
            assertThat(page(0, 0, true, 1L, 2L).broken()).isEmpty();
        }

        @Test
        void aHoleIsSeen() {
            assertThat(page(0, -1, false, 1L, 3L).broken()).containsExactly("a page of history has no hole");
            assertThat(page(0, 0, false, 2L, 3L).broken()).containsExactly("a page of history has no hole");
        }

        @Test
        void onesThatEndBeforeWhatTheAskerKnewAreSeen() {
            var rule = "a page of history reaches to its point, or to what the asker knew of";
            assertThat(page(0, -1, false, 1L, 2L).broken()).containsExactly(rule);
            assertThat(page(0, 1, false, 2L).broken()).containsExactly(rule);
            assertThat(page(3, -1, false, 1L).broken()).containsExactly(rule);
        }

        @Test
        void onesThatDenyThatThereIsMoreAreSeen() {
            assertThat(page(0, -1, false, 2L, 3L).broken())
                    .containsExactly("a page of history says whether there is more");
        }

        @Test
        void whatAnEmptiedRedisTookIsNoHole() {
            assertThat(page(0, -1, false, 1L, 3L).befalls(EMPTIED).broken())
                    .doesNotContain("a page of history has no hole");
        }
    }

    @Nested
    class OfMessages {
        @Test
        void oneThatWasAcknowledgedAndIsNotStoredIsSeen() {
            var tale = Tale.ofTwo().says(0, 1, 1, 1).forgetsMessages();
            assertThat(tale.broken()).containsExactly("an acknowledged message is stored");
        }

        @Test
        void oneThatWasNotAcknowledgedNeedNotBeStored() {
            var tale = Tale.ofTwo().by(0, 1, new What.Sent(TALK, id(1), body(1), 1));
            assertThat(tale.broken()).isEmpty();
        }

        @Test
        void oneThatAnEmptiedRedisTookIsExcusedWhereThatWasTold() {
            var tale = Tale.ofTwo()
                    .says(0, 1, 1, 1)
                    .forgetsMessages()
                    .befalls(EMPTIED)
                    .by(0, 1, new What.Ended(TALK, "state-lost"));
            var evidence = tale.evidence();
            assertThat(Judge.judge(evidence)).isEmpty();
            assertThat(evidence.excused()).isEqualTo(1);
        }

        @Test
        void oneThatAnEmptiedRedisTookInSilenceIsSeen() {
            var tale = Tale.ofTwo()
                    .says(0, 1, 1, 1)
                    .forgetsMessages()
                    .befalls(EMPTIED)
                    .by(0, 3, new What.Greeted(TALK, 1))
                    .by(0, 3, new What.SessionBegan(ANN, "idle", ""));
            assertThat(tale.broken()).containsExactly("an acknowledged message is stored");
        }

        @Test
        void oneThatAnEmptiedRedisTookFromPeopleWhoHaveForgottenItIsExcused() {
            var tale = Tale.ofTwo()
                    .says(0, 1, 1, 1)
                    .forgetsMessages()
                    .befalls(EMPTIED)
                    .comes(0, 3, ANN);
            assertThat(tale.broken()).isEmpty();
        }

        @Test
        void oneThatAnEmptiedRedisTookAfterTheEndIsExcusedThoughRedisWasEmptiedBeforeTheConversationToo() {
            var tale = Tale.empty().befalls(EMPTIED).comes(0, 1, ANN).comes(1, 2, BOB);
            var later = conversation(150);
            tale.stored(later, ANN, BOB)
                    .by(0, 1, new What.Matched(later, BOB))
                    .by(1, 2, new What.Matched(later, ANN))
                    .by(0, 3, new What.Greeted(later, 0))
                    .by(0, 3, new What.SessionBegan(ANN, "paired", later))
                    .by(0, 3, new What.Rejoined(later, BOB, true, false, 0))
                    .by(0, 3, new What.Sent(later, id(1), body(1), 1))
                    .by(0, 3, new What.Acked(later, id(1), 1, 5))
                    .by(1, 2, new What.Received(Way.LIVE, later, 1, id(1), ANN, body(1)))
                    .does(0, 3, "next", later)
                    .by(1, 2, new What.Ended(later, "next"))
                    .befalls(EMPTIED);
            assertThat(tale.broken()).isEmpty();
        }

        @Test
        void oneThatIsMissingThoughItsConversationBeganAfterRedisWasEmptiedIsSeen() {
            var tale = Tale.empty().befalls(EMPTIED).comes(0, 1, ANN).comes(1, 2, BOB);
            var later = conversation(150);
            tale.stored(later, ANN, BOB)
                    .by(0, 1, new What.Matched(later, BOB))
                    .by(0, 1, new What.Sent(later, id(1), body(1), 1))
                    .by(0, 1, new What.Acked(later, id(1), 1, 5))
                    .by(0, 1, new What.Ended(later, "expired"));
            assertThat(tale.broken()).contains("an acknowledged message is stored");
        }

        @Test
        void oneThatIsStoredTwiceIsSeen() {
            var tale = Tale.ofTwo().says(0, 1, 1, 1).stored(1, 2, ANN).reads(1, 2, Way.LIVE, 1, 1);
            assertThat(tale.broken()).contains("what is stored was said, as it was said, and once");
        }

        @Test
        void oneThatWasShownAndIsNotStoredIsSeen() {
            var tale = Tale.ofTwo()
                    .by(0, 1, new What.Sent(TALK, id(1), body(1), 1))
                    .reads(1, 2, Way.LIVE, 1, 1);
            assertThat(tale.broken()).contains("what is shown is stored");
        }

        @Test
        void otherWordsUnderAnIdThatIsStillKnownGetTheFirstResult() {
            var tale = Tale.ofTwo()
                    .says(0, 1, 1, 1)
                    .reads(1, 2, Way.LIVE, 1, 1)
                    .by(0, 1, new What.Sent(TALK, id(1), "other " + body(1), 1));
            var again = new What.Acked(TALK, id(1), 2, tale.now());
            assertThat(tale.broken()).isEmpty();
            assertThat(tale.by(0, 1, again).broken()).contains("a repeated message id gets the first result");
        }

        @Test
        void otherWordsUnderAnIdThatIsForgottenAreAMessageOfTheirOwnAndMustBeStored() {
            var tale = Tale.ofTwo();
            for (int number = 1; number <= 257; number++) {
                tale.says(0, 1, number, number).reads(1, 2, Way.LIVE, number, number);
            }
            var other = "other " + body(1);
            tale.by(0, 1, new What.Sent(TALK, id(1), other, 1)).by(0, 1, new What.Acked(TALK, id(1), 258, tale.now()));
            assertThat(tale.broken()).containsExactly("an acknowledged message is stored");
            tale.by(1, 2, new What.Received(Way.LIVE, TALK, 258, id(1), ANN, other));
            assertThat(tale.broken()).contains("what is shown is stored");
            tale.storedAs(1, 258, ANN, other);
            assertThat(tale.broken()).isEmpty();
        }

        @Test
        void oneThatNobodySaidIsSeen() {
            var tale = Tale.ofTwo().stored(1, 1, ANN);
            assertThat(tale.broken()).contains("what is stored was said, as it was said, and once");
        }

        @Test
        void oneThatIsStoredAsSomebodyElsesIsSeen() {
            var tale = Tale.ofTwo()
                    .by(0, 1, new What.Sent(TALK, id(1), body(1), 1))
                    .stored(1, 1, BOB);
            assertThat(tale.broken()).contains("what is stored was said, as it was said, and once");
        }

        @Test
        void aRepeatedIdThatGetsAnotherResultIsSeen() {
            var tale = Tale.ofTwo()
                    .says(0, 1, 1, 1)
                    .reads(1, 2, Way.LIVE, 1, 1)
                    .by(0, 1, new What.Sent(TALK, id(1), body(1), 2))
                    .by(0, 1, new What.Acked(TALK, id(1), 2, 7));
            assertThat(tale.broken()).contains("a repeated message id gets the first result");
        }

        @Test
        void aRepeatedIdThatIsRefusedForItsStateIsSeen() {
            var tale = Tale.ofTwo()
                    .says(0, 1, 1, 1)
                    .reads(1, 2, Way.LIVE, 1, 1)
                    .by(0, 1, new What.Sent(TALK, id(1), body(1), 2))
                    .by(0, 1, new What.Refused(TALK, id(1), "wrong-state"));
            assertThat(tale.broken()).containsExactly("a repeated message id gets the first result");
        }

        @Test
        void oneThatIsStoredAlthoughItWasRefusedIsSeen() {
            var tale = Tale.ofTwo()
                    .by(0, 1, new What.Sent(TALK, id(1), body(1), 1))
                    .by(0, 1, new What.Refused(TALK, id(1), "wrong-state"))
                    .stored(1, 1, ANN);
            assertThat(tale.broken()).containsExactly("what was refused for good is never stored");
        }
    }

    @Nested
    class OfOrder {
        @Test
        void aGapIsSeen() {
            var tale = Tale.ofTwo().says(0, 1, 1, 2).reads(1, 2, Way.LIVE, 1, 2);
            assertThat(tale.broken()).containsExactly("the stored sequences of a conversation are 1, 2, 3, …");
        }

        @Test
        void twoWhoDisagreeAreSeen() {
            var tale = Tale.ofTwo().says(0, 1, 1, 1).reads(1, 2, Way.LIVE, 2, 1);
            assertThat(tale.broken()).contains("both sides and the database agree on what has which sequence");
        }

        @Test
        void aChangedBodyIsSeen() {
            var tale = Tale.ofTwo().says(0, 1, 1, 1);
            tale.by(1, 2, new What.Received(Way.LIVE, TALK, 1, id(1), ANN, "other words"));
            assertThat(tale.broken()).containsExactly("what is read is what was written");
        }
    }

    @Nested
    class OfPartners {
        @Test
        void somebodyMatchedWithThemselvesIsSeen() {
            var tale = Tale.empty().comes(0, 1, ANN).stored(TALK, ANN, BOB).by(0, 1, new What.Matched(TALK, ANN));
            assertThat(tale.broken()).contains("nobody is matched with themselves");
        }

        @Test
        void aThirdIsSeen() {
            var tale = Tale.ofTwo().comes(2, 3, EVE).by(2, 3, new What.Matched(TALK, BOB));
            assertThat(tale.broken()).contains("two people are each other's partners, as the database says");
        }

        @Test
        void aConversationThatIsNotStoredIsSeen() {
            var tale = Tale.empty().comes(0, 1, ANN).by(0, 1, new What.Matched(TALK, BOB));
            assertThat(tale.broken()).containsExactly("the database knows every conversation");
        }

        @Test
        void aMessageFromSomebodyElseIsSeen() {
            var tale = Tale.ofTwo().by(1, 2, new What.Received(Way.LIVE, TALK, 1, id(1), EVE, body(1)));
            assertThat(tale.broken()).contains("messages come from the partner alone");
        }

        @Test
        void anOldIdThatReachesTheNextPartnerIsSeen() {
            var next = conversation(200);
            var tale = Tale.ofTwo()
                    .says(0, 1, 1, 1)
                    .reads(1, 2, Way.LIVE, 1, 1)
                    .does(0, 1, "next", TALK)
                    .over("next", ANN);
            tale.comes(2, 3, EVE)
                    .stored(next, ANN, EVE)
                    .by(0, 1, new What.Matched(next, EVE))
                    .by(2, 3, new What.Matched(next, ANN))
                    .by(0, 1, new What.Sent(TALK, id(1), body(1), 2))
                    .by(2, 3, new What.Received(Way.LIVE, next, 1, id(1), ANN, body(1)));
            assertThat(tale.broken())
                    .containsExactly("what comes was said in this conversation, by the one whose name it has");
        }

        @Test
        void whatNobodySaidAndComesIsSeen() {
            var tale = Tale.ofTwo().by(1, 2, new What.Received(Way.LIVE, TALK, 1, id(1), ANN, body(1)));
            assertThat(tale.broken())
                    .containsExactly("what comes was said in this conversation, by the one whose name it has");
        }

        @Test
        void anOwnMessageThatComesLikeAPartnersIsSeen() {
            var tale = Tale.ofTwo().says(0, 1, 1, 1).reads(1, 2, Way.LIVE, 1, 1);
            tale.by(0, 1, new What.Received(Way.LIVE, TALK, 1, id(1), ANN, body(1)));
            assertThat(tale.broken()).contains("messages come from the partner alone");
        }
    }

    @Nested
    class OfConversations {
        @Test
        void twoAtOnceAreSeenInTheDatabase() {
            var other = conversation(2);
            var tale = Tale.ofTwo().stored(other, ANN, EVE);
            assertThat(tale.broken()).contains("nobody is in two conversations at once");
        }

        @Test
        void aMatchInTheMiddleOfOneIsSeen() {
            var other = conversation(2);
            var tale = Tale.ofTwo().over("expired", ANN).stored(other, ANN, EVE);
            tale.by(0, 1, new What.Matched(other, EVE));
            assertThat(tale.broken()).contains("nothing of a conversation comes before its beginning or after its end");
        }

        @Test
        void aMatchAfterOnesOwnNextIsRight() {
            var other = conversation(2);
            var tale = Tale.ofTwo().asks(0, 1, "next", TALK).over("next", ANN).stored(other, ANN, EVE);
            tale.by(0, 1, new What.Answered(1, "next", TALK, "unavailable")).by(0, 1, new What.Matched(other, EVE));
            assertThat(tale.broken()).isEmpty();
        }

        @Test
        void aMessageAfterTheEndIsSeen() {
            var tale = Tale.ofTwo()
                    .says(0, 1, 1, 1)
                    .does(0, 1, "leave-conversation", TALK)
                    .over("left", ANN)
                    .by(1, 2, new What.Ended(TALK, "left"))
                    .reads(1, 2, Way.LIVE, 1, 1);
            assertThat(tale.broken()).contains("nothing of a conversation comes before its beginning or after its end");
        }
    }

    @Nested
    class OfDelivery {
        @Test
        void aMessageThatNeverCameIsSeenAtTheEndOfTheConversation() {
            var tale = Tale.ofTwo()
                    .says(0, 1, 1, 1)
                    .asks(0, 1, "leave-conversation", TALK)
                    .over("left", ANN)
                    .by(1, 2, new What.Ended(TALK, "left"));
            assertThat(tale.broken()).containsExactly("a connected client sees every message of its partner");
        }

        @Test
        void aMessageThatNeverCameIsSeenWhenAllIsQuiet() {
            var tale = Tale.ofTwo().says(0, 1, 1, 1).by(1, 2, new What.Believes("paired", TALK));
            assertThat(tale.broken()).containsExactly("a connected client sees every message of its partner");
        }

        @Test
        void aHoleIsSeenAlsoWhereTheConnectionIsLost() {
            var tale = Tale.ofTwo()
                    .says(0, 1, 1, 1)
                    .says(0, 1, 2, 2)
                    .reads(1, 2, Way.LIVE, 2, 2)
                    .by(1, 2, new What.Closed(1006, false));
            assertThat(tale.broken()).containsExactly("a connected client sees every message of its partner");
        }

        @Test
        void whatWasUnderWayWhenTheConnectionWasLostIsRight() {
            var tale = Tale.ofTwo().says(0, 1, 1, 1).by(1, 2, new What.Closed(1006, false));
            assertThat(tale.broken()).isEmpty();
        }

        @Test
        void aMessageThatComesTwiceIsSeen() {
            var tale = Tale.ofTwo().says(0, 1, 1, 1).reads(1, 2, Way.LIVE, 1, 1).reads(1, 2, Way.LIVE, 1, 1);
            assertThat(tale.broken()).containsExactly("on one connection a message comes once, and in order");
        }

        @Test
        void aReplayThatLeavesOutWhatWasMissedIsSeen() {
            var tale = Tale.ofTwo()
                    .by(1, 2, new What.Closed(1006, false))
                    .says(0, 1, 1, 1)
                    .returns(1, 3, BOB, 0, 0)
                    .by(1, 3, new What.Believes("paired", TALK));
            assertThat(tale.broken()).containsExactly("a connected client sees every message of its partner");
        }

        @Test
        void aReplayWithAHoleIsSeen() {
            var tale = Tale.ofTwo()
                    .by(1, 2, new What.Closed(1006, false))
                    .says(0, 1, 1, 1)
                    .says(0, 1, 2, 2)
                    .returns(1, 3, BOB, 0, 1)
                    .reads(1, 3, Way.REJOINED, 2, 2);
            assertThat(tale.broken()).contains("rejoined brings what was missed, all of it, in order");
        }

        @Test
        void aSecondReplayOnOneConnectionGoesOnWhereTheFirstEnded() {
            var tale = Tale.ofTwo()
                    .says(0, 1, 1, 1)
                    .reads(1, 2, Way.LIVE, 1, 1)
                    .says(1, 2, 2, 2)
                    .reads(0, 1, Way.LIVE, 2, 2)
                    .says(0, 1, 3, 3)
                    .by(1, 2, new What.Rejoined(TALK, ANN, true, false, 1))
                    .reads(1, 2, Way.REJOINED, 3, 3)
                    .by(1, 2, new What.Believes("paired", TALK));
            assertThat(tale.broken()).isEmpty();
        }

        @Test
        void aReplayThatComesAgainLiveIsSeen() {
            var tale = Tale.ofTwo()
                    .by(1, 2, new What.Closed(1006, false))
                    .says(0, 1, 1, 1)
                    .returns(1, 3, BOB, 0, 1)
                    .reads(1, 3, Way.REJOINED, 1, 1)
                    .reads(1, 3, Way.LIVE, 1, 1);
            assertThat(tale.broken()).containsExactly("on one connection a message comes once, and in order");
        }
    }

    @Nested
    class OfEnds {
        @Test
        void oneThatNobodyAskedForIsSeen() {
            var tale = Tale.ofTwo().over("left", ANN).by(1, 2, new What.Ended(TALK, "left"));
            assertThat(tale.broken()).containsExactly("a conversation ends by the command of the one who ended it");
        }

        @Test
        void oneThatExpiresWhileBothAreThereIsSeen() {
            var tale = Tale.ofTwo()
                    .passes(12_000)
                    .does(0, 1, "typing", TALK)
                    .does(1, 2, "typing", TALK)
                    .over("expired", ANN);
            assertThat(tale.broken())
                    .containsExactly("a conversation expires only when somebody was away for the whole grace");
        }

        @Test
        void oneThatExpiresWhileOneIsAwayIsRight() {
            var tale = Tale.ofTwo().passes(12_000).does(0, 1, "typing", TALK).over("expired", BOB);
            tale.by(0, 1, new What.Ended(TALK, "expired"));
            assertThat(tale.broken()).isEmpty();
        }

        @Test
        void whoSaysHelloInTimeAndIsHeardTooLateWasNotThere() {
            var tale = Tale.ofTwo()
                    .passes(12_000)
                    .does(0, 1, "typing", TALK)
                    .by(1, 3, new What.Greeted(TALK, 0))
                    .over("expired", BOB);
            tale.by(1, 3, new What.SessionBegan(BOB, "idle", "")).by(1, 3, new What.Ended(TALK, "expired"));
            assertThat(tale.broken()).isEmpty();
        }
    }

    @Nested
    class OfWhatIsToldOfAnEnd {
        @Test
        void oneThatIsToldAndDidNotHappenIsSeen() {
            var tale = Tale.ofTwo().by(0, 1, new What.Ended(TALK, "left"));
            assertThat(tale.broken()).containsExactly("what is told of an end is what happened");
        }

        @Test
        void anotherReasonThanTheRightOneIsSeen() {
            var tale = Tale.ofTwo().asks(0, 1, "next", TALK).over("next", ANN);
            tale.by(1, 2, new What.Ended(TALK, "left"));
            assertThat(tale.broken()).containsExactly("what is told of an end is what happened");
        }

        @Test
        void aLossIsSeenWhereNothingWasLost() {
            var tale = Tale.ofTwo().by(0, 1, new What.Ended(TALK, "state-lost"));
            assertThat(tale.broken()).containsExactly("state-lost is told only where Redis has lost the conversation");
        }

        @Test
        void aLossIsSeenThatIsToldBeforeItHappens() {
            var tale = Tale.ofTwo().by(0, 1, new What.Ended(TALK, "state-lost")).befalls(EMPTIED);
            assertThat(tale.broken()).containsExactly("state-lost is told only where Redis has lost the conversation");
        }

        @Test
        void aLossIsSeenOfAConversationThatBeganLater() {
            var later = conversation(150);
            var tale = Tale.empty().befalls(EMPTIED).comes(0, 1, ANN).comes(1, 2, BOB);
            tale.stored(later, ANN, BOB)
                    .by(0, 1, new What.Matched(later, BOB))
                    .by(0, 1, new What.Ended(later, "state-lost"));
            assertThat(tale.broken()).containsExactly("state-lost is told only where Redis has lost the conversation");
        }

        @Test
        void anotherReasonThanTheLossIsSeenWhereBothWereThere() {
            var tale = Tale.ofTwo()
                    .passes(1_000)
                    .does(0, 1, "typing", TALK)
                    .does(1, 2, "typing", TALK)
                    .befalls(EMPTIED)
                    .by(0, 1, new What.Ended(TALK, "expired"))
                    .by(1, 2, new What.Ended(TALK, "left"));
            assertThat(tale.judged())
                    .extracting(Violation::rule)
                    .containsExactly(
                            "what is told of an end is what happened", "what is told of an end is what happened");
        }

        @Test
        void anUnknownReasonIsToldToWhoComesBackToALostConversation() {
            var tale = Tale.ofTwo()
                    .does(0, 1, "typing", TALK)
                    .does(1, 2, "typing", TALK)
                    .befalls(EMPTIED)
                    .by(1, 3, new What.Greeted(TALK, 0))
                    .by(1, 3, new What.SessionBegan(BOB, "idle", ""))
                    .by(1, 3, new What.Ended(TALK, "expired"));
            assertThat(tale.broken()).isEmpty();
        }

        @Test
        void anUnknownReasonIsSeenWhereItWasTheLastConversation() {
            var tale = Tale.ofTwo()
                    .by(1, 2, new What.Closed(1006, false))
                    .asks(0, 1, "next", TALK)
                    .over("next", ANN)
                    .by(1, 3, new What.Greeted(TALK, 0))
                    .by(1, 3, new What.SessionBegan(BOB, "idle", ""))
                    .by(1, 3, new What.Ended(TALK, "expired"));
            assertThat(tale.broken()).containsExactly("what is told of an end is what happened");
        }

        @Test
        void anUnknownReasonIsRightWhereItWasNotTheLastConversation() {
            var tale = Tale.ofTwo()
                    .by(1, 2, new What.Closed(1006, false))
                    .asks(0, 1, "next", TALK)
                    .over("next", ANN);
            tale.stored(conversation(200), BOB, EVE)
                    .by(1, 3, new What.Greeted(TALK, 0))
                    .by(1, 3, new What.SessionBegan(BOB, "paired", conversation(200)))
                    .by(1, 3, new What.Ended(TALK, "expired"))
                    .by(1, 3, new What.Rejoined(conversation(200), EVE, true, false, 0));
            assertThat(tale.broken()).isEmpty();
        }
    }

    @Nested
    class OfReturns {
        @Test
        void whoIsNotRejoinedThoughItGoesOnIsSeen() {
            var tale = Tale.ofTwo()
                    .by(1, 2, new What.Closed(1006, false))
                    .passes(1_000)
                    .by(1, 3, new What.Greeted("", 0))
                    .by(1, 3, new What.SessionBegan(BOB, "idle", ""))
                    .passes(1_000);
            assertThat(tale.broken()).containsExactly("whoever comes back in time is in the conversation again");
        }

        @Test
        void whoIsNotToldOfTheEndIsSeen() {
            var tale = Tale.ofTwo()
                    .by(1, 2, new What.Closed(1006, false))
                    .asks(0, 1, "leave-conversation", TALK)
                    .over("left", ANN)
                    .by(1, 3, new What.Greeted(TALK, 0))
                    .by(1, 3, new What.SessionBegan(BOB, "idle", ""))
                    .does(1, 3, "join-queue", "");
            assertThat(tale.broken())
                    .containsExactly("rejoined, or the reason of the end, follows the session at once");
        }

        @Test
        void aSessionWithoutRejoinedIsSeen() {
            var tale = Tale.ofTwo()
                    .by(1, 2, new What.Closed(1006, false))
                    .by(1, 3, new What.Greeted(TALK, 0))
                    .by(1, 3, new What.SessionBegan(BOB, "paired", TALK))
                    .does(1, 3, "typing", TALK);
            assertThat(tale.broken())
                    .containsExactly("rejoined, or the reason of the end, follows the session at once");
        }

        @Test
        void aSessionInAConversationThatIsLongOverIsSeen() {
            var tale = Tale.ofTwo()
                    .asks(0, 1, "leave-conversation", TALK)
                    .over("left", ANN)
                    .passes(1_000)
                    .returns(1, 3, BOB, 0, 0);
            assertThat(tale.broken()).containsExactly("a session names only a conversation that goes on");
        }
    }

    @Nested
    class OfTheQueue {
        private Tale waiting() {
            return Tale.empty().comes(0, 1, ANN).does(0, 1, "join-queue", "").by(0, 1, new What.Waits(5));
        }

        @Test
        void whoComesBackInTimeAndIsIdleIsSeen() {
            var tale = waiting()
                    .by(0, 1, new What.Closed(1006, false))
                    .passes(8_000)
                    .comes(0, 2, ANN);
            assertThat(tale.broken()).containsExactly("whoever waits and comes back in time waits still");
        }

        @Test
        void whoComesBackTooLateMayBeIdle() {
            var tale = waiting()
                    .by(0, 1, new What.Closed(1006, false))
                    .passes(11_000)
                    .comes(0, 2, ANN);
            assertThat(tale.broken()).isEmpty();
        }

        @Test
        void whoWasMatchedAndLeftMeanwhileMayBeIdle() {
            var tale = waiting().asks(1, 3, "next", TALK).stored(TALK, ANN, BOB).comes(1, 3, BOB);
            tale.asks(1, 3, "next", TALK).over("next", BOB).comes(0, 2, ANN);
            assertThat(tale.broken()).isEmpty();
        }

        @Test
        void whoLeavesTheQueueMayBeIdle() {
            var tale = waiting().asks(0, 1, "leave-queue", "").comes(0, 2, ANN);
            assertThat(tale.broken()).isEmpty();
        }

        @Test
        void whoIsForgottenWithRedisMayBeIdle() {
            var tale = waiting().befalls(EMPTIED).comes(0, 2, ANN);
            assertThat(tale.broken()).isEmpty();
        }

        @Test
        void aLostPlaceIsSeen() {
            var tale = waiting()
                    .by(0, 2, new What.Greeted("", 0))
                    .by(0, 2, new What.SessionBegan(ANN, "waiting", ""))
                    .does(0, 2, "join-queue", "")
                    .by(0, 2, new What.Waits(6));
            assertThat(tale.broken()).containsExactly("whoever waits keeps the place");
        }

        @Test
        void aNewPlaceAfterLeavingIsRight() {
            var tale = waiting()
                    .does(0, 1, "leave-queue", "")
                    .does(0, 1, "join-queue", "")
                    .by(0, 1, new What.Waits(6));
            assertThat(tale.broken()).isEmpty();
        }
    }

    @Nested
    class OfAbsence {
        private Tale annIsAway() {
            return Tale.ofTwo()
                    .by(1, 2, new What.Noticed("partner-disconnected", TALK))
                    .passes(100);
        }

        @Test
        void aMessageFromWhoIsAwayIsSeen() {
            var tale = annIsAway().says(0, 1, 1, 1).reads(1, 2, Way.LIVE, 1, 1);
            assertThat(tale.broken()).containsExactly("nothing comes from a partner who is said to be away");
        }

        @Test
        void typingOfWhoIsAwayIsSeen() {
            var tale = annIsAway().by(1, 2, new What.Noticed("partner-typing", TALK));
            assertThat(tale.broken()).containsExactly("nothing comes from a partner who is said to be away");
        }

        @Test
        void anEndByWhoIsAwayIsSeen() {
            var tale = annIsAway().asks(0, 1, "next", TALK).over("next", ANN);
            tale.by(1, 2, new What.Ended(TALK, "next"));
            assertThat(tale.broken()).containsExactly("nothing comes from a partner who is said to be away");
        }

        @Test
        void anythingFromWhoIsBackIsRight() {
            var tale = annIsAway()
                    .by(1, 2, new What.Noticed("partner-reconnected", TALK))
                    .says(0, 1, 1, 1)
                    .reads(1, 2, Way.LIVE, 1, 1)
                    .by(1, 2, new What.Noticed("partner-typing", TALK))
                    .by(1, 2, new What.Believes("paired", TALK));
            assertThat(tale.broken()).isEmpty();
        }

        @Test
        void whoComesBackToAPartnerWhoIsAwayKnowsIt() {
            var tale = Tale.ofTwo()
                    .by(1, 3, new What.Greeted(TALK, 0))
                    .by(1, 3, new What.SessionBegan(BOB, "paired", TALK))
                    .by(1, 3, new What.Rejoined(TALK, ANN, false, false, 0))
                    .says(0, 1, 1, 1)
                    .reads(1, 3, Way.LIVE, 1, 1);
            assertThat(tale.broken()).containsExactly("nothing comes from a partner who is said to be away");
        }

        @Test
        void whoIsSaidToBeAwayWhenAllIsQuietIsSeen() {
            var tale = annIsAway().by(1, 2, new What.Believes("paired", TALK));
            assertThat(tale.broken()).containsExactly("when all is quiet, nobody is said to be away");
        }
    }

    @Nested
    class OfTabs {
        @Test
        void aTabThatIsClosedAsReplacedByNobodyIsSeen() {
            var tale = Tale.ofTwo().by(0, 1, new What.Closed(4500, false));
            assertThat(tale.broken()).containsExactly("a connection is replaced only by a newer one");
        }

        @Test
        void aReplacedTabThatStillActsIsSeen() {
            var tale = Tale.ofTwo().returns(0, 3, ANN, 0, 0).does(0, 1, "typing", TALK);
            assertThat(tale.broken()).containsExactly("a replaced connection changes nothing");
        }

        @Test
        void aReplacedTabThatIsRefusedIsRight() {
            var tale = Tale.ofTwo()
                    .returns(0, 3, ANN, 0, 0)
                    .asks(0, 1, "typing", TALK)
                    .by(0, 1, new What.Answered(1, "typing", TALK, "conflict"))
                    .by(0, 1, new What.Noticed("session-replaced", ""));
            assertThat(tale.broken()).isEmpty();
        }

        @Test
        void aTabThatIsReplacedByAnOlderOneIsSeen() {
            var tale = Tale.ofTwo().returns(0, 3, ANN, 0, 0).by(0, 3, new What.Noticed("session-replaced", ""));
            assertThat(tale.broken()).containsExactly("a connection is replaced only by a newer one");
        }
    }

    @Nested
    class OfTheEnd {
        @Test
        void twoWhoWaitAreSeen() {
            var tale = Tale.empty()
                    .comes(0, 1, ANN)
                    .comes(1, 2, BOB)
                    .by(0, 1, new What.Believes("waiting", ""))
                    .by(1, 2, new What.Believes("waiting", ""));
            assertThat(tale.broken()).containsExactly("nobody waits for ever beside another who waits");
        }

        @Test
        void whoDoesNotSettleIsSeen() {
            var tale = Tale.ofTwo().by(0, 1, new What.Broken("did not settle"));
            assertThat(tale.broken()).containsExactly("everybody comes to rest");
        }

        @Test
        void whoBelievesWrongIsSeen() {
            var tale = Tale.empty()
                    .comes(0, 1, ANN)
                    .by(0, 1, new What.Believes("waiting", ""))
                    .comes(0, 2, ANN);
            assertThat(tale.broken()).containsExactly("where a client believes to be is where it is");
        }

        @Test
        void onlyOneOfTwoInAConversationIsSeen() {
            var tale = Tale.ofTwo()
                    .by(0, 1, new What.Believes("paired", TALK))
                    .by(1, 2, new What.Believes("idle", ""))
                    .returns(0, 3, ANN, 0, 0)
                    .comes(1, 4, BOB);
            assertThat(tale.broken()).contains("at the end, partners are in one conversation");
        }

        @Test
        void aHistoryThatLacksAMessageIsSeen() {
            var tale = Tale.ofTwo()
                    .says(0, 1, 1, 1)
                    .reads(1, 2, Way.LIVE, 1, 1)
                    .befalls(new What.Phase("reading"))
                    .returns(1, 3, BOB, 1, 0)
                    .by(1, 3, new What.ReadWhole(TALK, 0, List.of()));
            assertThat(tale.broken()).containsExactly("history tells what is stored, each message once and in order");
        }

        @Test
        void aHistoryThatIsWholeIsRight() {
            var tale = Tale.ofTwo()
                    .says(0, 1, 1, 1)
                    .reads(1, 2, Way.LIVE, 1, 1)
                    .befalls(new What.Phase("reading"))
                    .returns(1, 3, BOB, 1, 0)
                    .reads(1, 3, Way.HISTORY, 1, 1)
                    .by(1, 3, new What.ReadWhole(TALK, 0, List.of(1L)));
            assertThat(tale.broken()).isEmpty();
        }
    }

    @Test
    void theStoryOfAViolationHoldsBothSidesAndWhatBefellTheSystem() {
        var tale = Tale.ofTwo()
                .says(0, 1, 1, 1)
                .befalls(new What.Fault("kill-gateway", false, false))
                .reads(1, 2, Way.LIVE, 1, 1)
                .reads(1, 2, Way.LIVE, 1, 1)
                .comes(2, 3, EVE);
        var evidence = tale.evidence();
        var story = String.join("\n", Story.of(Judge.judge(evidence).getFirst(), evidence));
        assertThat(story)
                .contains("Sent", "Acked", "kill-gateway", "Received", "stored: ")
                .doesNotContain(" 2/3 ");
    }
}
