package chat.tandem.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.persistence.request.RequestFields;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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
        HistoryPage page = HistoryPage.of(query("limit", 4), messages(3, 1), messages(2, 5));

        assertThat(sequences(page)).containsExactly(2L, 3L, 4L, 5L);
        assertThat(page.more()).isTrue();
        assertThat(page.whole()).isTrue();
    }

    @Test
    void theFirstMessageHasNoneBeforeIt() {
        HistoryPage page = HistoryPage.of(query("limit", 5), messages(3, 1), messages(2, 5));

        assertThat(sequences(page)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(page.more()).isFalse();
        assertThat(page.whole()).isTrue();
    }

    @Test
    void aHoleBetweenTheLogAndWhatIsStoredShows() {
        HistoryPage page = HistoryPage.of(query(), messages(3, 1), messages(5, 9));

        assertThat(page.whole()).isFalse();
    }

    @Test
    void aFullPageFromTheLogNeedsNothingStored() {
        HistoryPage page = HistoryPage.of(query("limit", 3), NONE, messages(5, 9));

        assertThat(sequences(page)).containsExactly(7L, 8L, 9L);
        assertThat(page.more()).isTrue();
        assertThat(page.whole()).isTrue();
    }

    @Test
    void withoutALogNobodyKnowsWhetherThePageIsWhole() {
        assertThat(HistoryPage.of(query(), messages(3, 1), NONE).whole()).isFalse();
    }

    @Test
    void thePageBeforeAPointReachesBackFromIt() {
        HistoryPage page = HistoryPage.of(query("before", 8, "limit", 3), messages(4, 1), messages(5, 9));

        assertThat(sequences(page)).containsExactly(5L, 6L, 7L);
        assertThat(page.more()).isTrue();
        assertThat(page.whole()).isTrue();
    }

    @Test
    void thePageAfterAPointBeginsThere() {
        HistoryPage page = HistoryPage.of(query("after", 0, "limit", 3), messages(1, 4), messages(4, 9));

        assertThat(sequences(page)).containsExactly(1L, 2L, 3L);
        assertThat(page.more()).isTrue();
        assertThat(page.whole()).isTrue();
    }

    @Test
    void nothingComesAfterTheNewest() {
        HistoryPage page = HistoryPage.of(query("after", 9), NONE, messages(1, 9));

        assertThat(page.messages()).isEmpty();
        assertThat(page.more()).isFalse();
        assertThat(page.whole()).isTrue();
    }

    @Test
    void aPageIsOneJsonObject() {
        HistoryPage page = HistoryPage.of(query(), messages(2, 1), NONE);

        assertThat(page.toJson().toString())
                .isEqualTo("{\"messages\":[{\"sequence\":1},{\"sequence\":2}],\"more\":false}");
    }
}
