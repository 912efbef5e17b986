package chat.tandem.common.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import chat.tandem.common.bus.Address.Begin;
import chat.tandem.common.bus.EventEntry.Message;
import chat.tandem.common.redis.Backoff;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** A stream that several groups read: none of them takes anything away from another. */
@ExtendWith(Stores.class)
class SharedStreamTest {
    private static final ReaderOptions QUICK = new ReaderOptions(
            10,
            Duration.ofMillis(100),
            1,
            Duration.ofMillis(600),
            new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)));
    private static final String STREAM = "{0}:events";

    private final List<Member> members = new ArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("chat.tandem.common.bus");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<Long> seen = new CopyOnWriteArrayList<>();
    private String url = "";
    private long sequence;

    @BeforeEach
    void open(RedisStore redis) {
        url = redis.url();
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void closeAll() {
        members.forEach(Member::close);
        logger.detachAppender(log);
    }

    @Test
    void everyGroupSeesAllAndNothingIsDeleted(RedisStore redis) {
        List<Long> seenToo = new CopyOnWriteArrayList<>();
        member().read(Addresses.events("one", Begin.OLDEST), QUICK, into(seen));
        member().read(Addresses.events("two", Begin.OLDEST), QUICK, into(seenToo));
        write(redis, 50);
        await().until(() -> seen.equals(upTo(50)) && seenToo.equals(upTo(50)));
        await().until(() -> redis.command("XPENDING", STREAM, "one").startsWith("0"));
        await().until(() -> redis.command("XPENDING", STREAM, "two").startsWith("0"));
        assertThat(redis.command("XLEN", STREAM)).isEqualTo("50");
        assertThat(redis.command("TTL", STREAM)).isEqualTo("-1");
    }

    @Test
    void aGroupThatBeginsWithTheNextEntrySeesNoneBefore(RedisStore redis) {
        write(redis, 3);
        member().read(Addresses.events("late", Begin.NEXT), QUICK, into(seen));
        await().until(() -> redis.command("XINFO", "GROUPS", STREAM).contains("late"));
        write(redis, 2);
        await().until(() -> seen.equals(List.of(4L, 5L)));
    }

    @Test
    void aGroupThatWasLostWithItsStreamMissesNothingOfTheNewOne(RedisStore redis) {
        member().read(Addresses.events("late", Begin.NEXT), QUICK, into(seen));
        await().until(() -> redis.command("EXISTS", STREAM).equals("1"));
        redis.command("DEL", STREAM);
        write(redis, 3);
        await().until(() -> seen.equals(upTo(3)));
    }

    @Test
    void whatAReaderDoesNotKnowItPassesOver(RedisStore redis) {
        redis.command("XADD", STREAM, "*", "v", "1", "type", "song", "conversation", "c", "at", "1", "title", "t");
        redis.command("XADD", STREAM, "*", "v", "2", "type", "ended");
        redis.command("XADD", STREAM, "*", "v", "1", "type", "message", "conversation", "c");
        write(redis, 1);
        member().read(Addresses.events("one", Begin.OLDEST), QUICK, into(seen));
        await().until(() -> seen.equals(upTo(1)));
        await().until(() -> redis.command("XPENDING", STREAM, "one").startsWith("0"));
        assertThat(redis.command("EXISTS", "{0}:dead-letters")).isEqualTo("0");
        assertThat(redis.command("XLEN", STREAM)).isEqualTo("4");
        assertThat(warnings()).singleElement().asString().contains("passed over", "unknown type");
    }

    @Test
    void whatADeadReaderHadTakenIsDoneByAnotherOfItsGroup(RedisStore redis) {
        List<Long> taken = new CopyOnWriteArrayList<>();
        Member dead = member();
        dead.read(
                Addresses.events("one", Begin.OLDEST),
                QUICK,
                into(taken).andThen(noted -> Promise.<Void>promise().future()));
        write(redis, 3);
        await().until(() -> !taken.isEmpty());
        members.remove(dead);
        dead.close();
        member().read(Addresses.events("one", Begin.OLDEST), QUICK, into(seen));
        await().untilAsserted(() -> assertThat(seen).containsExactlyInAnyOrderElementsOf(upTo(3)));
    }

    @Test
    void aReaderThatKeepsItsNameGoesOnInOrderAfterARestart(RedisStore redis) {
        ReaderOptions named = QUICK.withName("one").withCount(2).withLease(Duration.ofMinutes(10));
        Member dead = member();
        List<Long> taken = new CopyOnWriteArrayList<>();
        dead.read(
                Addresses.events("one", Begin.OLDEST),
                named,
                into(taken).andThen(noted -> Promise.<Void>promise().future()));
        write(redis, 7);
        await().until(() -> taken.size() == 2);
        members.remove(dead);
        dead.close();
        member().read(Addresses.events("one", Begin.OLDEST), named, into(seen));
        await().until(() -> seen.equals(upTo(7)));
    }

    @Test
    void aGroupThatIsTooSlowIsTold(RedisStore redis) {
        Member slow = member();
        Promise<Void> stuck = Promise.promise();
        slow.read(
                Addresses.events("slow", Begin.OLDEST),
                QUICK.withCount(1),
                batch -> stuck.future().compose(now -> into(seen).apply(batch)));
        write(redis, 4);
        await().until(() -> redis.command("XPENDING", STREAM, "slow").startsWith("1"));
        redis.command("XTRIM", STREAM, "MAXLEN", "1");
        await().until(() ->
                warnings().stream().anyMatch(line -> line.contains("trimmed before the group had read them")));
        stuck.complete();
        await().until(() -> seen.equals(List.of(1L, 4L)));
    }

    @Test
    void entriesComeBackAsTheyWereWritten(RedisStore redis) throws Exception {
        Member one = member();
        List<EventEntry> entries = List.of(
                new EventEntry.Matched("c", "a", "b", 5, List.of("chess", "\"ü\"")),
                new Message("c", 1, "a", "text", 6, null),
                new Message("c", 2, "b", "text", 7, Buffer.buffer("{\"body\":\"ü\"}")),
                new EventEntry.Ended("c", "a", "b", 8, "left"));
        Address<EventEntry> events = Addresses.events("one", Begin.OLDEST);
        for (EventEntry entry : entries) {
            one.bus().append(events, entry).await(10, SECONDS);
        }
        List<EventEntry> read = new CopyOnWriteArrayList<>();
        one.read(events, QUICK, batch -> {
            batch.forEach(delivery -> read.add(delivery.entry()));
            return Future.succeededFuture();
        });
        await().until(() -> read.equals(entries));
    }

    private Member member() {
        Member member = Member.start(url);
        members.add(member);
        await().until(member.bus().commands()::connected);
        return member;
    }

    private void write(RedisStore redis, int count) {
        for (int i = 0; i < count; i++) {
            sequence++;
            redis.command(("XADD " + STREAM + " * v 1 type message conversation c sequence " + sequence
                            + " from u kind text at 5 later unknown")
                    .split(" ", -1));
        }
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static Function<List<Delivery<EventEntry>>, Future<Void>> into(List<Long> seen) {
        return batch -> {
            for (Delivery<EventEntry> delivery : batch) {
                seen.add(delivery.entry() instanceof Message message ? message.sequence() : -1L);
            }
            return Future.succeededFuture();
        };
    }

    private List<String> warnings() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
