package chat.tandem.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.persistence.request.RequestFields;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HistoryPageTest {

    private static final String CONVERSATION = UUID.randomUUID().toString();
    private static final List<HistoryMessage> NONE = List.of();

    private static HistoryQuery query(Object... fields) {
        JsonObject data = new JsonObject().put("conversationId", CONVERSATION);
        IntStream.range(0, fields.length / 2).forEach(i -> data.put((String) fields[2 * i], fields[2 * i + 1]));
        return HistoryQuery.parse(new RequestFields(data));
    }

    /** Messages from one sequence to another, up or down. */
    private static List<HistoryMessage> messages(long from, long to) {
        long step = from <= to ? 1 : -1;
        return LongStream.iterate(from, sequence -> sequence + step)
                .limit(Math.abs(to - from) + 1)
                .mapToObj(HistoryPageTest::message)
                .toList();
    }

    private static HistoryMessage message(long sequence) {
        return new HistoryMessage(sequence, Buffer.buffer("{\"sequence\":" + sequence + "}"));
    }

    private static List<Long> sequences(HistoryPage page) {
        return page.messages().stream().map(HistoryMessage::sequence).toList();
    }

    @Test
    void theNewestPageIsPutTogetherOfWhatIsStoredAndWhatIsOnItsWay() {
        HistoryPage page = HistoryPage.of(query("limit", 4), messages(3, 1), messages(2, 5), 0);

        assertThat(sequences(page)).containsExactly(2L, 3L, 4L, 5L);
        assertThat(page.more()).isTrue();
        assertThat(page.whole()).isTrue();
    }

    @Test
    void theFirstMessageHasNoneBeforeIt() {
        HistoryPage page = HistoryPage.of(query("limit", 5), messages(3, 1), messages(2, 5), 0);

        assertThat(sequences(page)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(page.more()).isFalse();
        assertThat(page.whole()).isTrue();
    }

    @Test
    void aHoleBetweenTheLogAndWhatIsStoredShows() {
        HistoryPage page = HistoryPage.of(query(), messages(3, 1), messages(5, 9), 0);

        assertThat(page.whole()).isFalse();
    }

    @Test
    void aFullPageFromTheLogNeedsNothingStored() {
        HistoryPage page = HistoryPage.of(query("limit", 3), NONE, messages(5, 9), 0);

        assertThat(sequences(page)).containsExactly(7L, 8L, 9L);
        assertThat(page.more()).isTrue();
        assertThat(page.whole()).isTrue();
    }

    @Test
    void withoutALogNobodyKnowsWhetherThePageIsWhole() {
        assertThat(HistoryPage.of(query(), messages(3, 1), NONE, 0).whole()).isFalse();
    }

    @Test
    void thePageBeforeAPointReachesBackFromIt() {
        HistoryPage page = HistoryPage.of(query("before", 8, "limit", 3), messages(4, 1), messages(5, 9), 0);

        assertThat(sequences(page)).containsExactly(5L, 6L, 7L);
        assertThat(page.more()).isTrue();
        assertThat(page.whole()).isTrue();
    }

    @Test
    void thePageAfterAPointBeginsThere() {
        HistoryPage page = HistoryPage.of(query("after", 0, "limit", 3), messages(1, 4), messages(4, 9), 0);

        assertThat(sequences(page)).containsExactly(1L, 2L, 3L);
        assertThat(page.more()).isTrue();
        assertThat(page.whole()).isTrue();
    }

    @Test
    void nothingComesAfterTheNewest() {
        HistoryPage page = HistoryPage.of(query("after", 9), NONE, messages(1, 9), 0);

        assertThat(page.messages()).isEmpty();
        assertThat(page.more()).isFalse();
        assertThat(page.whole()).isTrue();
    }

    @Test
    void whatLiesBehindAHoleAboveTheLogIsLeftOutAsIfItWereNotSaidYet() {
        HistoryPage page = HistoryPage.of(query(), join(messages(19, 18), messages(16, 1)), messages(9, 16), 0);

        assertThat(sequences(page))
                .isEqualTo(LongStream.rangeClosed(1, 16).boxed().toList());
        assertThat(page.more()).isFalse();
        assertThat(page.whole()).isTrue();
    }

    @Test
    void whatWasStoredSinceWithoutAHoleIsShown() {
        HistoryPage page = HistoryPage.of(query("limit", 4), messages(18, 14), messages(9, 16), 0);

        assertThat(sequences(page)).containsExactly(15L, 16L, 17L, 18L);
        assertThat(page.more()).isTrue();
        assertThat(page.whole()).isTrue();
    }

    @Test
    void aPageForwardsEndsWhereTheSequenceBreaksAndNothingIsBehindIt() {
        HistoryPage page = HistoryPage.of(query("after", 14), join(messages(15, 16), messages(18, 19)), NONE, 16);

        assertThat(sequences(page)).containsExactly(15L, 16L);
        assertThat(page.more()).isFalse();
        assertThat(page.broken()).isFalse();
    }

    @Test
    void aNewestPageThatLosesWhatIsBehindAHoleStillSaysThatThereAreOlderOnes() {
        HistoryPage page = HistoryPage.of(query("limit", 5), join(messages(49, 49), messages(47, 43)), NONE, 47);

        assertThat(sequences(page)).containsExactly(43L, 44L, 45L, 46L, 47L);
        assertThat(page.more()).isTrue();
    }

    @Test
    void aHoleAmongWhatIsSettledWillNeverBeFilledAndStays() {
        HistoryPage page = HistoryPage.of(query(), join(messages(9, 7), messages(5, 1)), NONE, 9);

        assertThat(sequences(page)).containsExactly(1L, 2L, 3L, 4L, 5L, 7L, 8L, 9L);
        assertThat(page.broken()).isFalse();
    }

    @Test
    void whereNothingIsKnownButWhatIsStoredAHoleShows() {
        assertThat(HistoryPage.of(query(), join(messages(9, 7), messages(5, 1)), NONE, 0)
                        .broken())
                .isTrue();
        assertThat(HistoryPage.of(query("after", 3), messages(5, 9), NONE, 0).broken())
                .isTrue();
        assertThat(HistoryPage.of(query(), messages(9, 3), NONE, 0).broken())
                .as("before the first")
                .isTrue();
        assertThat(HistoryPage.of(query("limit", 3), messages(9, 6), NONE, 0).broken())
                .isFalse();
        assertThat(HistoryPage.of(query("before", 99), messages(9, 1), NONE, 0).broken())
                .isFalse();
        assertThat(HistoryPage.of(query(), NONE, NONE, 0).broken()).isFalse();
    }

    @Test
    void aPageThatIsTooLargeHasFewerMessagesAndMoreBehindThem() {
        List<HistoryMessage> large = LongStream.rangeClosed(1, 30)
                .mapToObj(sequence -> new HistoryMessage(sequence, Buffer.buffer("x".repeat(20_000))))
                .toList();
        HistoryPage after = HistoryPage.of(query("after", 0), large, NONE, 0);
        HistoryPage newest = HistoryPage.of(query(), large.reversed(), large, 0);

        assertThat(sequences(after))
                .isEqualTo(LongStream.rangeClosed(1, 13).boxed().toList());
        assertThat(after.more()).isTrue();
        assertThat(after.toJson().length()).isLessThanOrEqualTo(256 * 1024);
        assertThat(sequences(newest))
                .isEqualTo(LongStream.rangeClosed(18, 30).boxed().toList());
        assertThat(newest.more()).isTrue();
        assertThat(newest.whole()).isTrue();
    }

    private static List<HistoryMessage> join(List<HistoryMessage> one, List<HistoryMessage> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    @Test
    void aPageIsOneJsonObject() {
        HistoryPage page = HistoryPage.of(query(), messages(2, 1), NONE, 0);

        assertThat(page.toJson().toString())
                .isEqualTo("{\"messages\":[{\"sequence\":1},{\"sequence\":2}],\"more\":false}");
    }
}
