package chat.tandem.persistence.plans;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.persistence.Database;
import chat.tandem.persistence.conversations.OwnConversations;
import chat.tandem.persistence.conversations.StoredConversations;
import chat.tandem.persistence.export.StoredPerson;
import chat.tandem.persistence.history.StoredMessages;
import chat.tandem.persistence.store.Pools;
import chat.tandem.persistence.uploads.Unreferenced;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every query of the read path goes by indexes, opens the partitions of its months only, and handles a page of rows,
 * once a month holds more than a few pages. How long each took is printed; how to measure a large table stands in
 * {@code docs/PERFORMANCE.md}.
 */
@ExtendWith(Stores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadPlansTest {

    private static final long MESSAGES = Long.getLong("tandem.plans.messages", 200_000);
    private static final int TIMES = 25;
    private static final int LIMIT = 51; // a page and one more
    private static final UUID ABOVE_ALL = new UUID(-1, -1);

    private final Vertx vertx = Vertx.vertx();
    private Database database;
    private Pools pools;
    private Archive archive;
    private UUID longConversation;
    private UUID busiest;

    @BeforeAll
    void fill(PostgresStore postgres) {
        database = Database.migrated(postgres);
        pools = database.open(vertx);
        archive = new Archive(database, MESSAGES).fill();
        longConversation = uuid("SELECT id FROM archive WHERE n = " + archive.conversations() / 2);
        busiest = uuid("SELECT a FROM archive GROUP BY a ORDER BY count(*) DESC LIMIT 1");
    }

    @AfterAll
    void close() {
        pools.close().await();
        vertx.close().await();
    }

    private UUID uuid(String sql) {
        return UUID.fromString(database.rows(sql).getFirst());
    }

    /** The plan, after it was asked for often enough to say how long it takes. */
    private Plan plan(String what, String sql, Tuple arguments) {
        List<Plan> plans = Stream.generate(() -> Plan.of(pools.reads(), sql, arguments))
                .limit(TIMES)
                .toList();
        double[] sorted = plans.stream().mapToDouble(Plan::millis).sorted().toArray();
        System.out.printf(
                "%,d messages, %s: first %.2f ms, median %.2f, slowest of %d %.2f (planning %.2f)%n",
                MESSAGES,
                what,
                plans.getFirst().millis(),
                sorted[TIMES / 2],
                TIMES,
                sorted[TIMES - 1],
                plans.stream().mapToDouble(Plan::planning).sorted().toArray()[TIMES / 2]);
        return plans.getLast();
    }

    private static void assertByIndex(Plan plan) {
        assertThat(plan.scans()).isNotEmpty().isSubsetOf("Index Scan", "Index Only Scan");
    }

    private void assertPageOfHistory(String what, String sql, long point) {
        Plan plan = plan(what, sql, Tuple.of(longConversation, point, LIMIT));

        assertByIndex(plan);
        assertThat(plan.partitions()).containsExactly(Database.monthOf(longConversation));
        assertThat(plan.mostRows()).isEqualTo(LIMIT);
        assertThat(plan.mostSorted()).isZero();
    }

    @Test
    void aPageOfHistoryReadsItsOwnRowsOfOnePartition() {
        long longest = archive.longest();
        assertPageOfHistory("history, newest page", StoredMessages.OLDER, Long.MAX_VALUE);
        assertPageOfHistory("history, a page in the middle", StoredMessages.OLDER, longest / 2);
        assertPageOfHistory("history, oldest page", StoredMessages.OLDER, LIMIT + 1);
        assertPageOfHistory("history, first page forwards", StoredMessages.NEWER, 0);
        assertPageOfHistory("history, a page forwards in the middle", StoredMessages.NEWER, longest / 2);
    }

    @Test
    void whoTakesPartIsLookedUpByTheConversation() {
        Plan plan = plan("participants", StoredMessages.PARTICIPANTS, Tuple.of(longConversation));

        assertByIndex(plan);
        assertThat(plan.mostRows()).isEqualTo(1);
    }

    @Test
    void aPageOfConversationsIsMergedFromTwoIndexesWithoutSortingThem() {
        UUID middle = uuid(
                "SELECT id FROM archive WHERE a = '" + busiest + "' ORDER BY id LIMIT 1 OFFSET " + archive.most() / 4);
        for (UUID before : List.of(ABOVE_ALL, middle)) {
            String which = before.equals(ABOVE_ALL) ? "newest page" : "a page in the middle";
            Plan plan = plan("conversations, " + which, StoredConversations.PAGE, Tuple.of(busiest, before, LIMIT));

            assertByIndex(plan);
            assertThat(plan.mostRows()).isEqualTo(LIMIT);
            assertThat(plan.mostSorted()).isLessThanOrEqualTo(LIMIT);
        }
    }

    @Test
    void anExportWalksThroughTheSameIndexesFromTheOtherEnd() {
        for (String sql : List.of(StoredPerson.CONVERSATIONS, OwnConversations.AFTER, OwnConversations.ALL_AFTER)) {
            Plan plan = plan("export, conversations", sql, Tuple.of(busiest, OwnConversations.FIRST, LIMIT));

            assertByIndex(plan);
            assertThat(plan.mostRows()).isLessThanOrEqualTo(LIMIT);
            assertThat(plan.mostSorted()).isLessThanOrEqualTo(LIMIT);
        }
    }

    @Test
    void whatTheListSaysOfMessagesComesFromThePartitionsOfThePage() {
        List<String> page = database.rows("SELECT id, CASE WHEN a = '" + busiest + "' THEN b ELSE a END FROM archive"
                + " WHERE '" + busiest + "' IN (a, b) ORDER BY id DESC LIMIT " + (LIMIT - 1));
        UUID[] ids =
                page.stream().map(row -> UUID.fromString(row.substring(0, 36))).toArray(UUID[]::new);
        UUID[] partners =
                page.stream().map(row -> UUID.fromString(row.substring(37))).toArray(UUID[]::new);
        Long[] read = Stream.generate(() -> 5L).limit(ids.length).toArray(Long[]::new);
        Plan plan = plan(
                "conversations, last messages and unread counts",
                StoredConversations.MESSAGES,
                Tuple.of(ids, partners, read, ids[ids.length - 1], ids[0]));

        assertByIndex(plan);
        assertThat(plan.partitions())
                .isNotEmpty()
                .isSubsetOf(Stream.of(ids).map(Database::monthOf).toList());
        assertThat(plan.mostRows()).isEqualTo(LIMIT - 1);
        assertThat(plan.mostSorted()).isLessThanOrEqualTo(LIMIT);
    }

    @Test
    void imagesThatNoMessageShowsAreLookedUpByTheirKeys() {
        String[] keys = IntStream.range(0, 20).mapToObj(n -> "20260701-" + n).toArray(String[]::new);
        Plan plan = plan("unreferenced images", Unreferenced.QUERY, Tuple.of(keys));

        assertByIndex(plan);
        assertThat(plan.mostRows()).isEqualTo(keys.length);
    }
}
