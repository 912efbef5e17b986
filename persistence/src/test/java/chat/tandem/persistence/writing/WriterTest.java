package chat.tandem.persistence.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.ops.Metrics;
import chat.tandem.common.redis.Backoff;
import chat.tandem.common.state.Ids;
import chat.tandem.persistence.Database;
import chat.tandem.persistence.NeedsPostgresTimers;
import chat.tandem.persistence.schema.Partitions;
import chat.tandem.persistence.store.Availability;
import chat.tandem.persistence.store.Pools;
import chat.tandem.testing.LogsErrors;
import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({Stores.class, VertxExtension.class})
@LogsErrors({"an entry can never be stored", "no more is written until some are"})
class WriterTest {

    private static final String EVERYTHING = """
            SELECT 'user', id::text, first_seen::text, name, named_at::text, '', '' FROM users
            UNION ALL SELECT 'conversation', id::text, a::text, started_at::text, ended_at::text, end_reason,
              ended_by::text FROM conversations
            UNION ALL SELECT 'message', conversation::text, sender::text, id::text, sequence::text, body,
              sent_at::text FROM messages
            UNION ALL SELECT 'position', conversation::text, reader::text, sequence::text, read_at::text, '', ''
              FROM read_positions
            UNION ALL SELECT 'upload', key, conversation::text, owner::text, sent_at::text, '', '' FROM uploads
            ORDER BY 1, 2, 3, 4""";

    private Database database;
    private Vertx vertx;
    private Pools pools;
    private Availability availability;
    private final List<Change> buried = new CopyOnWriteArrayList<>();
    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private final List<Change> aside = new CopyOnWriteArrayList<>();
    private final List<Change> finished = new CopyOnWriteArrayList<>();
    private volatile int roomForDeadLetters = Integer.MAX_VALUE;
    private Writer<Change> writer;

    @BeforeEach
    void open(Vertx vertx, PostgresStore postgres) {
        this.vertx = vertx;
        database = Database.migrated(postgres);
        pools = database.open(vertx);
        availability = new Availability();
        writer = writer(pools);
    }

    @AfterEach
    void close() {
        pools.close().await();
    }

    private Writer<Change> writer(Pools pools) {
        return new Writer<>(
                vertx,
                new BatchStore(pools.writes(), Duration.ofSeconds(10)),
                new Partitions(pools.writes(), 2),
                new Backoff(Duration.ofMillis(5), Duration.ofMillis(50)),
                availability,
                new WriteMeters(new Metrics()),
                new Recorded());
    }

    /** What becomes of entries, for the test to see. */
    private final class Recorded implements Entries<Change> {
        @Override
        public Future<Void> bury(Change entry, String reason) {
            if (roomForDeadLetters <= buried.size()) {
                return Future.failedFuture("full");
            }
            buried.add(entry);
            reasons.add(reason);
            return Future.succeededFuture();
        }

        @Override
        public void setAside(Change entry) {
            aside.add(entry);
        }

        @Override
        public void finish(Change entry) {
            finished.add(entry);
        }
    }

    private Future<Void> write(Writer<Change> by, List<? extends Change> changes) {
        Promise<Void> written = Promise.promise();
        List<Writer.Item<Change>> items = changes.stream()
                .map(change -> new Writer.Item<Change>(change, change))
                .toList();
        vertx.getOrCreateContext().runOnContext(go -> by.write(items).onComplete(written));
        return written.future();
    }

    @Test
    void aConversationIsStoredWithItsPeopleMessagesAndReadPositions() {
        UUID conversation = Changes.conversation(1);
        write(writer, Changes.story(conversation, 1, 3, 2)).await();

        assertThat(database.rows("SELECT a, b, end_reason, ended_by, started_at < ended_at FROM conversations"))
                .containsExactly(Changes.person(1) + "|" + Changes.person(3) + "|left|" + Changes.person(1) + "|t");
        assertThat(database.rows("SELECT name FROM users ORDER BY name"))
                .containsExactly("Name of 1 with 3", "Name of 3");
        assertThat(database.rows("SELECT sequence, sender, type, body, url FROM messages ORDER BY sequence"))
                .containsExactly(
                        "1|" + Changes.person(3) + "|text|message 1|null",
                        "2|" + Changes.person(1) + "|text|message 2|null");
        assertThat(database.rows("SELECT reader, sequence FROM read_positions ORDER BY sequence"))
                .containsExactly(Changes.person(1) + "|1", Changes.person(3) + "|2");
    }

    @Test
    void aRepeatBringsNothingBackOfWhoWasErasedMeanwhile() {
        UUID conversation = Changes.conversation(1);
        List<Change> changes = List.of(
                Changes.started(conversation, 1, 3, null, null),
                Changes.shown(conversation, 1, 1, "of 1"),
                Changes.shown(conversation, 3, 2, "of 3"),
                Changes.read(conversation, 1, 2),
                Changes.read(conversation, 3, 2));
        write(writer, changes).await();
        database.execute("UPDATE users SET erased_at = now() WHERE id = '" + Changes.person(1) + "'");
        database.execute("DELETE FROM uploads");
        database.execute("DELETE FROM read_positions");

        write(writer, changes).await();

        assertThat(database.rows("SELECT owner FROM uploads"))
                .containsExactly(Changes.person(3).toString());
        assertThat(database.rows("SELECT reader FROM read_positions"))
                .containsExactly(Changes.person(3).toString());
    }

    @Test
    void whateverTheOrderTheRepetitionsAndTheBatchesTheTablesEndTheSame() {
        List<Change> story = new ArrayList<>(Changes.story(Changes.conversation(1), 1, 2, 4));
        story.addAll(Changes.story(Changes.conversation(2), 2, 3, 2));
        story.addAll(Changes.story(Changes.conversation(3), 1, 3, 3));
        story.add(Changes.shown(Changes.conversation(1), 1, 5, "20260701-aa"));
        story.add(Changes.shown(Changes.conversation(3), 1, 4, "20260701-aa"));
        write(writer, story).await();
        List<String> inOrder = database.rows(EVERYTHING);

        for (int seed = 0; seed < 30; seed++) {
            database.execute("TRUNCATE users, conversations, messages, read_positions, uploads");
            List<Change> twice = new ArrayList<>(story);
            twice.addAll(story);
            Random random = new Random(seed);
            Collections.shuffle(twice, random);
            while (!twice.isEmpty()) {
                List<Change> batch = twice.subList(0, 1 + random.nextInt(twice.size()));
                write(writer, List.copyOf(batch)).await();
                batch.clear();
            }
            assertThat(database.rows(EVERYTHING)).as("seed %d", seed).isEqualTo(inOrder);
        }
    }

    @Test
    void whichConversationShowsWhichImageIsStoredWithTheMessageOrNotAtAll() {
        UUID conversation = Changes.conversation(1);
        Change shown = Changes.shown(conversation, 1, 1, "20260701-aa");
        Change poison = Changes.said(conversation, 1, 2, "not \0 for PostgreSQL");
        Change poisonedImage = new Change.Said(
                conversation,
                Changes.person(1),
                Changes.person(9),
                3,
                Changes.NOON,
                "no \0 type",
                null,
                "https://images.example/pictures/20260701-bb");
        write(writer, List.of(shown, shown, poison, poisonedImage)).await();

        assertThat(buried).containsExactlyInAnyOrder(poison, poisonedImage);
        assertThat(database.rows("SELECT url, body FROM messages")).containsExactly("/media/20260701-aa|null");
        assertThat(database.rows("SELECT key, conversation, owner FROM uploads"))
                .containsExactly("20260701-aa|" + conversation + "|" + Changes.person(1));
        assertThat(database.number("SELECT count(*) FROM uploads WHERE sent_at = (SELECT sent_at FROM messages)"))
                .isEqualTo(1);
    }

    @Test
    void aMessageIdThatIsUsedAgainIsAnotherMessage() {
        UUID conversation = Changes.conversation(1);
        Change.Said first = Changes.said(conversation, 1, 1, "first");
        Change.Said again = new Change.Said(
                conversation, first.sender(), first.id(), 300, first.at().plusHours(1), "text", "again", null);
        write(writer, List.of(first)).await();
        write(writer, List.of(again, first)).await();
        write(writer, List.of(first, again)).await();

        assertThat(database.rows("SELECT sequence, body FROM messages ORDER BY sequence"))
                .containsExactly("1|first", "300|again");
    }

    @Test
    void whereRedisGaveAPlaceTwiceTheLaterMessageHasItWhateverTheOrder() {
        UUID conversation = Changes.conversation(1);
        Change forgotten = Changes.said(conversation, 1, 5, "forgotten by Redis");
        Change.Said second = Changes.said(conversation, 2, 6, "later");
        Change later =
                new Change.Said(conversation, second.sender(), second.id(), 5, second.at(), "text", "later", null);
        for (List<Change> order : List.of(List.of(forgotten, later), List.of(later, forgotten))) {
            write(writer, order).await();
            assertThat(database.rows("SELECT body FROM messages")).containsExactly("later");
            database.execute("TRUNCATE messages");
            order.forEach(change -> write(writer, List.of(change)).await());
            assertThat(database.rows("SELECT body FROM messages")).containsExactly("later");
            database.execute("TRUNCATE messages");
        }
    }

    @Test
    void aPoisonedRowIsBuriedAloneAndTheRestIsStored() {
        List<Change> story = new ArrayList<>(Changes.story(Changes.conversation(1), 1, 2, 100));
        Change poison = Changes.said(Changes.conversation(1), 1, 1_000, "not \0 for PostgreSQL");
        story.add(77, poison);
        write(writer, story).await();

        assertThat(buried).containsExactly(poison);
        assertThat(reasons).containsExactly("sqlstate 22021");
        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(100);
    }

    @Test
    void aConversationIdThatIsNoMomentOfOursIsPoison() {
        UUID never = UUID.fromString("ffffffff-0000-7000-8000-000000000001");
        Change poison = Changes.said(never, 1, 1, "from the year 10889");
        write(writer, List.of(poison, Changes.said(Changes.conversation(1), 1, 1, "fine")))
                .await();

        assertThat(buried).containsExactly(poison);
        assertThat(reasons).containsExactly("sqlstate 23514");
        assertThat(database.rows("SELECT body FROM messages")).containsExactly("fine");
    }

    @Test
    void aMissingPartitionIsMadeOnDemand() {
        UUID conversation = Changes.conversation(1);
        database.execute("DROP TABLE " + Database.monthOf(conversation));
        write(writer, List.of(Changes.said(conversation, 1, 1, "nothing is lost")))
                .await();

        assertThat(database.rows("SELECT body FROM messages")).containsExactly("nothing is lost");
        assertThat(buried).isEmpty();
    }

    @Test
    void whatBelongsToAMonthBeforeTheFirstMigrationIsStoredToo() {
        long now = System.currentTimeMillis();
        UUID ofTheMonthBefore = Ids.uuidV7(now - Duration.ofDays(31).toMillis());
        UUID ofYearsAgo = Ids.uuidV7(now - Duration.ofDays(3_000).toMillis());
        write(
                        writer,
                        List.of(
                                Changes.said(ofTheMonthBefore, 1, 1, "late"),
                                Changes.said(Changes.conversation(1), 1, 1, "now"),
                                Changes.said(ofYearsAgo, 1, 1, "very late")))
                .await();

        assertThat(database.rows("SELECT body FROM messages ORDER BY conversation"))
                .containsExactly("very late", "late", "now");
        assertThat(buried).isEmpty();
    }

    @Test
    void whatIsWrittenWhilePostgresIsAwayArrivesWhenItIsBack() {
        write(writer, List.of(Changes.said(Changes.conversation(1), 1, 1, "before")))
                .await();
        database.goAway();
        Future<Void> waiting = write(writer, List.of(Changes.said(Changes.conversation(1), 1, 2, "meanwhile")));
        await().until(() -> !availability.status().up());
        assertThat(waiting.isComplete()).isFalse();
        database.comeBack();
        waiting.await();

        assertThat(database.rows("SELECT body FROM messages ORDER BY sequence")).containsExactly("before", "meanwhile");
        assertThat(availability.status().up()).isTrue();
    }

    @Test
    void aWriterThatIsStoppedWhilePostgresIsAwayGivesUpWaiting() {
        database.goAway();
        Future<Void> waiting = write(writer, List.of(Changes.said(Changes.conversation(1), 1, 1, "later")));
        await().until(() -> availability.status().reason().startsWith("away"));
        vertx.runOnContext(go -> writer.stop());

        await().until(waiting::failed);
        assertThat(buried).isEmpty();
        database.comeBack();
    }

    @Test
    void connectionsCutInTheMiddleLoseNothingAndStoreNothingTwice() {
        List<Future<Void>> all = new ArrayList<>();
        for (int number = 1; number <= 40; number++) {
            all.add(write(writer, Changes.story(Changes.conversation(number), 2 * number, 2 * number + 1, 50)));
            if (number % 4 == 0) {
                database.kick();
            }
        }
        Future.all(all).await();

        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(40 * 50);
        assertThat(database.number("SELECT count(*) FROM conversations WHERE ended_at IS NOT NULL"))
                .isEqualTo(40);
        assertThat(buried).isEmpty();
    }

    @Test
    void twoWritersOfTheSameEntriesStoreThemOnce() {
        Pools others = database.open(vertx);
        Writer<Change> other = writer(others);
        List<Future<Void>> all = new ArrayList<>();
        for (int number = 1; number <= 20; number++) {
            List<Change> story = Changes.story(Changes.conversation(number), 1, 2 + number % 3, 20);
            all.add(write(writer, story));
            all.add(write(other, story.reversed()));
        }
        Future.all(all).await();

        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(20 * 20);
        assertThat(buried).isEmpty();
        others.close().await();
    }

    @Test
    void aConflictIsNoAbsenceAndIsTriedAgain() {
        refuseTheFirst("messages", 3, "40P01");
        write(writer, List.of(Changes.said(Changes.conversation(1), 1, 1, "once")))
                .await();

        assertThat(database.rows("SELECT body FROM messages")).containsExactly("once");
        assertThat(availability.status().up()).isTrue();
        assertThat(buried).isEmpty();
    }

    @Test
    void aBatchThatIsRefusedForNoReasonOfItsOwnDoesNotHoldTheRestBack() {
        UUID conversation = Changes.conversation(1);
        database.execute("ALTER TABLE uploads RENAME TO uploads_gone");
        Change image = Changes.shown(conversation, 1, 2, "20260701-aa");
        Future<Void> waiting = write(writer, List.of(Changes.said(conversation, 1, 1, "words"), image));
        await().until(() -> database.number("SELECT count(*) FROM messages") == 1);
        waiting.await();
        assertThat(aside).containsExactly(image);
        assertThat(finished).isEmpty();
        database.execute("ALTER TABLE uploads_gone RENAME TO uploads");
        await().until(() -> finished.equals(List.of(image)));

        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(2);
        assertThat(buried).isEmpty();
    }

    @Test
    @NeedsPostgresTimers
    void aRowThatSomebodyElseHasLockedHoldsUpNothingButItself() {
        write(writer, Changes.story(Changes.conversation(1), 1, 2, 1)).await();
        List<Change> locked =
                List.of(Changes.ended(Changes.conversation(3), 1, 9), Changes.ended(Changes.conversation(4), 1, 8));
        List<Change> others = new ArrayList<>(Changes.story(Changes.conversation(2), 3, 4, 300));
        List<Change> batch = new ArrayList<>(others);
        batch.add(0, locked.get(0));
        batch.add(150, locked.get(1));

        database.whileLocked("SELECT FROM users WHERE id = '" + Changes.person(1) + "' FOR UPDATE", () -> {
            write(writer, batch).await();
            write(writer, Changes.story(Changes.conversation(5), 5, 6, 10)).await();
            assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(1 + 300 + 10);
            assertThat(database.number("SELECT count(*) FROM conversations")).isEqualTo(3);
            assertThat(aside).containsExactlyInAnyOrderElementsOf(locked);
            assertThat(finished).isEmpty();
            assertThat(writer.status().up()).isTrue();
            assertThat(writer.status().reason()).contains("2 entries wait apart", "55P03");
        });

        await().until(() -> finished.size() == 2);
        assertThat(finished).containsExactlyInAnyOrderElementsOf(locked);
        assertThat(database.number("SELECT count(*) FROM conversations")).isEqualTo(5);
        assertThat(buried).isEmpty();
        assertThat(writer.status().reason()).isEqualTo("nothing waits apart");
    }

    @Test
    @NeedsPostgresTimers
    void aTableThatIsLockedIsWaitedForAndNothingOfItIsLost() {
        List<Change> story = Changes.story(Changes.conversation(1), 1, 2, 40);
        List<Future<Void>> waiting = new ArrayList<>();
        database.whileLocked("LOCK TABLE messages IN SHARE MODE", () -> {
            waiting.add(write(writer, story));
            await().until(() -> !aside.isEmpty());
        });
        waiting.getFirst().await();
        await().until(() -> finished.size() == aside.size());

        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(40);
        assertThat(buried).isEmpty();
    }

    @Test
    void whereARuleRefusesEverythingAFewEntriesAreBuriedAndTheOthersWaitUntilItIsMended() {
        database.execute("ALTER TABLE messages ADD CONSTRAINT short CHECK (length(body) < 3)");
        List<Change> story = new ArrayList<>();
        for (int sequence = 1; sequence <= 60; sequence++) {
            story.add(Changes.said(Changes.conversation(1), 1, sequence, "too long"));
        }
        write(writer, story).await();
        assertThat(buried).hasSize(DeadLetterAllowance.BURST);
        assertThat(aside).hasSize(60 - DeadLetterAllowance.BURST);
        assertThat(writer.status().reason()).contains("23514");

        database.execute("ALTER TABLE messages DROP CONSTRAINT short");
        await().until(() -> finished.size() == aside.size());
        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(aside.size());
        assertThat(buried).hasSize(DeadLetterAllowance.BURST);
    }

    @Test
    void whenTooManyEntriesWaitApartNothingMoreIsWrittenUntilSomeAreStored() {
        database.execute("ALTER TABLE messages ADD CONSTRAINT short CHECK (length(body) < 3)");
        List<Change> story = new ArrayList<>();
        for (int sequence = 1; sequence <= HeldEntries.MOST + DeadLetterAllowance.BURST + 50; sequence++) {
            story.add(Changes.said(Changes.conversation(1), 1, sequence, "too long"));
        }
        Future<Void> waiting = write(writer, story);
        await().atMost(Duration.ofMinutes(1)).until(() -> !writer.status().up());
        assertThat(writer.status().reason()).startsWith("stopped: ").contains("23514");
        assertThat(aside).hasSize(HeldEntries.MOST);
        assertThat(waiting.isComplete()).isFalse();

        database.execute("ALTER TABLE messages DROP CONSTRAINT short");
        waiting.await();
        await().atMost(Duration.ofMinutes(1)).until(() -> finished.size() == aside.size());
        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(story.size() - buried.size());
        assertThat(buried).hasSize(DeadLetterAllowance.BURST);
        assertThat(writer.status().up()).isTrue();
    }

    @Test
    void whereTheDeadLettersAreFullAnEntryWaitsApart() {
        roomForDeadLetters = 0;
        Change poison = Changes.said(Changes.conversation(1), 1, 1, "not \0 for PostgreSQL");
        write(writer, List.of(poison, Changes.said(Changes.conversation(1), 1, 2, "fine")))
                .await();
        assertThat(aside).containsExactly(poison);
        assertThat(database.rows("SELECT body FROM messages")).containsExactly("fine");

        roomForDeadLetters = 1;
        await().until(() -> buried.equals(List.of(poison)));
        assertThat(finished).isEmpty();
    }

    @Test
    void aBatchThatIsTooMuchForOneStatementIsStoredInSmallerOnes() {
        database.execute("""
                CREATE FUNCTION takes_its_time() RETURNS trigger LANGUAGE plpgsql AS $$
                  BEGIN PERFORM pg_sleep(0.004); RETURN NEW; END $$""");
        database.execute(
                "CREATE TRIGGER slow BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION takes_its_time()");
        Pools hurried = Pools.open(vertx, database.settings(Duration.ofSeconds(1)));
        List<Change> story = new ArrayList<>();
        for (int sequence = 1; sequence <= 400; sequence++) {
            story.add(Changes.said(Changes.conversation(1), 1, sequence, "slowly"));
        }
        write(writer(hurried), story).await();

        assertThat(database.number("SELECT count(*) FROM messages")).isEqualTo(400);
        assertThat(buried).isEmpty();
        hurried.close().await();
    }

    /** The first attempts to insert fail with a SQLSTATE, however they end: a sequence is not rolled back. */
    private void refuseTheFirst(String table, int times, String state) {
        database.execute("CREATE SEQUENCE attempts");
        database.execute("""
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                  BEGIN
                    IF nextval('attempts') <= %d THEN RAISE EXCEPTION 'not now' USING ERRCODE = '%s'; END IF;
                    RETURN NULL;
                  END $$""".formatted(times, state));
        database.execute(
                "CREATE TRIGGER refuse BEFORE INSERT ON " + table + " FOR EACH STATEMENT EXECUTE FUNCTION refuse()");
    }
}
