package chat.tandem.common.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.bus.MatcherEntry.Hint;
import chat.tandem.common.redis.Backoff;
import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class WorkReaderTest {
    private static final ReaderOptions QUICK = new ReaderOptions(
            10,
            Duration.ofMillis(100),
            1,
            Duration.ofMillis(600),
            new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)));

    private final List<Member> members = new ArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private String url = "";

    @BeforeEach
    void address(RedisStore redis) {
        url = redis.url();
    }

    @AfterEach
    void closeAll() {
        members.forEach(Member::close);
    }

    @Test
    void eachEntryIsDoneByOneReaderAndTakenOffTheAddress(RedisStore redis) throws Exception {
        Member one = member();
        List<String> seenToo = new CopyOnWriteArrayList<>();
        one.hints(QUICK, done(seen));
        member().hints(QUICK, done(seenToo));
        List<String> users = hint(one, 200);
        await().until(() -> seen.size() + seenToo.size() >= 200);
        List<String> all = new ArrayList<>(seen);
        all.addAll(seenToo);
        assertThat(all).containsExactlyInAnyOrderElementsOf(users);
        await().until(() -> redis.command("XLEN", "{0}:matcher").equals("0"));
    }

    @Test
    void oneReaderSeesTheOrderOfTheStream(RedisStore redis) throws Exception {
        Member one = member();
        List<String> users = hint(one, 100);
        one.hints(QUICK, done(seen));
        await().until(() -> seen.size() >= 100);
        assertThat(seen).containsExactlyElementsOf(users);
    }

    @Test
    void aBatchThatFailsIsTriedAgainUntilItSucceeds(RedisStore redis) throws Exception {
        Member one = member();
        AtomicInteger tries = new AtomicInteger();
        one.hints(QUICK, batch -> {
            if (tries.incrementAndGet() < 5) {
                throw new IllegalStateException("the database is away");
            }
            return done(seen).apply(batch);
        });
        List<String> users = hint(one, 1);
        await().until(() -> seen.equals(users));
        assertThat(tries).hasValue(5);
        await().until(() -> redis.command("XLEN", "{0}:matcher").equals("0"));
    }

    @Test
    void whatAPausedReaderLeavesWaitsForAnotherOrForItsReturn() throws Exception {
        Member one = member();
        List<String> seenToo = new CopyOnWriteArrayList<>();
        WorkReader<MatcherEntry> reader = one.hints(QUICK, done(seenToo));
        List<String> first = hint(one, 1);
        await().until(() -> seenToo.equals(first));
        one.here(() -> {
            reader.pause();
            return true;
        });
        hint(one, 1); // the read that waits in Redis already may bring this one
        Member other = member();
        WorkReader<MatcherEntry> substitute = other.hints(QUICK, done(seen));
        await().until(() -> seen.size() + seenToo.size() == 2);
        List<String> second = hint(one, 50);
        await().until(() -> seen.containsAll(second));

        other.stop(substitute).await();
        List<String> third = hint(one, 50);
        one.here(() -> {
            reader.resume();
            return true;
        });
        await().until(() -> seenToo.containsAll(third));
    }

    @Test
    void whatAFrozenReaderHasTakenIsDoneByAnotherOne(RedisStore redis) throws Exception {
        CountDownLatch thaw = new CountDownLatch(1);
        CountDownLatch frozen = new CountDownLatch(1);
        Member one = member();
        one.hints(QUICK, batch -> {
            frozen.countDown();
            awaitQuietly(thaw); // its event loop stands still, as in a stopped process
            return Future.succeededFuture();
        });
        Member other = member();
        List<String> users = hint(other, 3);
        frozen.await();
        other.hints(QUICK, done(seen));
        users.addAll(hint(other, 3));
        await().untilAsserted(() -> assertThat(seen).containsAll(users));
        thaw.countDown();
        await().until(() -> redis.command("XPENDING", "{0}:matcher", "matcher").startsWith("0"));
        await().until(() -> redis.command("XLEN", "{0}:matcher").equals("0"));
    }

    @Test
    void aReaderThatIsSlowKeepsWhatItHas(RedisStore redis) throws Exception {
        Member one = member();
        Promise<Void> slow = Promise.promise();
        List<String> taken = new CopyOnWriteArrayList<>();
        one.hints(QUICK.withLease(Duration.ofSeconds(3)), batch -> {
            batch.forEach(delivery -> taken.add(user(delivery)));
            return slow.future();
        });
        List<String> first = hint(one, 1);
        await().until(() -> taken.equals(first));
        String reader = redis.command("ZRANGE", "{0}:readers", "0", "-1");
        Member other = member();
        other.hints(QUICK, done(seen));
        Set<String> leases = new HashSet<>();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            leases.add(redis.command("ZSCORE", "{0}:readers", reader));
            return leases.size() > 5; // longer than one lease, and many looks of the other reader
        });
        List<String> second = hint(other, 1);
        await().until(() -> seen.equals(second));
        slow.complete();
        await().until(() -> redis.command("XLEN", "{0}:matcher").equals("0"));
        assertThat(taken).isEqualTo(first);
    }

    @Test
    void whoStopsFinishesWhatItDoesAndGivesBackTheRest(RedisStore redis) throws Exception {
        Member one = member();
        Promise<Void> running = Promise.promise();
        List<String> taken = new CopyOnWriteArrayList<>();
        ReaderOptions longLease = QUICK.withLease(Duration.ofMinutes(10)).withCount(1);
        WorkReader<MatcherEntry> reader = one.hints(longLease, batch -> {
            taken.add(user(batch.getFirst()));
            return running.future();
        });
        List<String> users = hint(one, 2);
        await().until(() -> taken.size() == 1);
        Future<Void> stopped = one.stop(reader);
        running.complete();
        stopped.await(10, SECONDS);
        assertThat(redis.command("ZCARD", "{0}:readers")).isEqualTo("0");
        member().hints(QUICK, done(seen));
        await().until(() -> seen.equals(users.subList(1, 2)));
    }

    @Test
    void whatWaitsToBeTriedAgainIsTakenOverAtOnceWhenItsReaderStops(RedisStore redis) throws Exception {
        Member one = member();
        AtomicInteger failures = new AtomicInteger();
        WorkReader<MatcherEntry> reader = one.hints(QUICK.withLease(Duration.ofMinutes(10)), batch -> {
            failures.incrementAndGet();
            return Future.failedFuture("never");
        });
        List<String> users = hint(one, 1);
        await().until(() -> failures.get() > 0);
        one.stop(reader).await(10, SECONDS);
        member().hints(QUICK, done(seen));
        await().until(() -> seen.equals(users));
    }

    @Test
    void whatCannotBeReadGoesToTheDeadLettersAndTheRestIsDone(RedisStore redis) throws Exception {
        Member one = member();
        redis.command("XADD", "{0}:matcher", "5-1", "v", "1", "type", "hint");
        redis.command("XADD", "{0}:matcher", "5-2", "v", "1", "type", "song", "user", "u");
        redis.command("XADD", "{0}:matcher", "5-3", "v", "2", "type", "hint", "user", "u");
        List<String> users = hint(one, 1);
        one.hints(QUICK, done(seen));
        await().until(() -> seen.equals(users));
        await().until(() -> redis.command("XLEN", "{0}:dead-letters").equals("3"));
        String letters = redis.command("XRANGE", "{0}:dead-letters", "-", "+");
        assertThat(letters)
                .contains("no field user", "unknown type", "unknown version", "stream\nmatcher", "entry\n5-1");
        await().until(() -> redis.command("XLEN", "{0}:matcher").equals("0"));
    }

    @Test
    void aHandlerMovesWhatCanNeverBeDoneToTheDeadLetters(RedisStore redis) throws Exception {
        Member one = member();
        CompletableFuture<WorkReader<MatcherEntry>> self = new CompletableFuture<>();
        AtomicInteger calls = new AtomicInteger();
        List<String> users = hint(one, 3);
        self.complete(one.hints(QUICK, batch -> {
            if (calls.incrementAndGet() == 1) {
                return self.join()
                        .deadLetter(batch.getFirst(), "too strange")
                        .compose(moved -> Future.failedFuture("and the rest failed"));
            }
            return done(seen).apply(batch);
        }));
        await().until(() -> seen.equals(users.subList(1, 3)));
        assertThat(redis.command("XRANGE", "{0}:dead-letters", "-", "+"))
                .contains("user\n" + users.getFirst(), "reason\ntoo strange");
        await().until(() -> redis.command("XLEN", "{0}:matcher").equals("0"));
    }

    @Test
    void anAddressThatVanishedIsMadeAgainAndNothingOnItIsPassedOver(RedisStore redis) throws Exception {
        Member one = member();
        one.hints(QUICK, done(seen));
        List<String> first = hint(one, 1);
        await().until(() -> seen.equals(first));
        redis.command(
                "EVAL",
                "redis.call('DEL', KEYS[1]) for i = 1, 5 do"
                        + " redis.call('XADD', KEYS[1], '*', 'v', '1', 'type', 'hint', 'user', 'u' .. i) end",
                "1",
                "{0}:matcher");
        await().until(() -> seen.size() == 6);
        assertThat(seen.subList(1, 6)).containsExactly("u1", "u2", "u3", "u4", "u5");
    }

    @Test
    void whatIsFinishedLeavesTheAddressThoughAnOlderEntryIsNot(RedisStore redis) throws Exception {
        Member one = member();
        Promise<Void> slow = Promise.promise();
        List<String> users = hint(one, 4);
        ReaderOptions side = QUICK.withCount(1).withMaxInFlight(2);
        one.hints(
                side,
                batch -> user(batch.getFirst()).equals(users.get(1))
                        ? slow.future()
                        : done(seen).apply(batch));
        await().until(() -> seen.size() == 3);
        await().until(() -> redis.command("XLEN", "{0}:matcher").equals("1"));
        slow.complete();
        await().until(() -> redis.command("XLEN", "{0}:matcher").equals("0"));
    }

    @Test
    void nothingIsLostWhenConnectionsAreCutAgainAndAgain(RedisStore redis) throws Exception {
        Member one = member();
        one.hints(QUICK, done(seen));
        List<String> users = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 20; i++) {
                String user = round + "-" + i;
                redis.command("XADD", "{0}:matcher", "*", "v", "1", "type", "hint", "user", user);
                users.add(user);
            }
            redis.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        }
        await().untilAsserted(() -> assertThat(seen).containsAll(users));
        await().until(() -> redis.command("XLEN", "{0}:matcher").equals("0"));
    }

    @Test
    void readingGoesOnWhenRedisCameBackEmpty(RedisProcess redis) throws Exception {
        url = redis.url();
        Member one = member();
        one.hints(QUICK, done(seen));
        hint(one, 1);
        await().until(() -> seen.size() == 1);
        redis.restart();
        await().until(one.bus().commands()::connected);
        List<String> users = hint(one, 1);
        await().untilAsserted(() -> assertThat(seen).containsAll(users));
    }

    @Test
    void aReaderMayBeStartedBeforeRedis(RedisProcess redis) throws Exception {
        url = redis.url();
        redis.kill();
        Member one = Member.start(url);
        members.add(one);
        one.hints(QUICK, done(seen));
        redis.restart();
        await().until(one.bus().commands()::connected);
        hint(one, 1);
        await().until(() -> seen.size() == 1);
    }

    @Test
    void entriesOfPersistenceComeBackAsTheyWereWritten(RedisStore redis) throws Exception {
        Member one = member();
        List<WriteEntry> entries = List.of(
                new WriteEntry.Start("c", "a", "b", "\"Ann\"", null, 5),
                new WriteEntry.Message("c", "u", Buffer.buffer("{\"body\":\"ü\"}")),
                new WriteEntry.Read("c", "a", 1, 6),
                new WriteEntry.End("c", "a", "b", 7, "left", null));
        for (WriteEntry entry : entries) {
            one.bus().append(Addresses.MESSAGES, entry).await(10, SECONDS);
        }
        List<WriteEntry> read = new CopyOnWriteArrayList<>();
        one.read(Addresses.MESSAGES, QUICK, batch -> {
            batch.forEach(delivery -> read.add(delivery.entry()));
            return Future.succeededFuture();
        });
        await().until(() -> read.equals(entries));
        assertThat(redis.command("TTL", "{0}:messages")).isEqualTo("-1");
    }

    @Test
    void theBytesOfMessagesAreCountedUntilTheyAreFinished(RedisStore redis) throws Exception {
        Member one = member();
        List<Integer> lengths = List.of(300, 50, 1_000);
        for (int length : lengths) {
            one.bus()
                    .append(Addresses.MESSAGES, new WriteEntry.Message("c", "u", Buffer.buffer("x".repeat(length))))
                    .await(10, SECONDS);
        }
        one.bus()
                .append(Addresses.MESSAGES, new WriteEntry.Read("c", "a", 1, 6))
                .await(10, SECONDS);
        assertThat(redis.command("GET", "{0}:messages-bytes")).isEqualTo("1350");
        Promise<Void> slow = Promise.promise();
        CompletableFuture<WorkReader<WriteEntry>> self = new CompletableFuture<>();
        self.complete(one.read(
                Addresses.MESSAGES, QUICK.withCount(1).withMaxInFlight(4), batch -> switch (batch.getFirst()
                        .entry()) {
                    case WriteEntry.Message message when message.data().length() == 50 -> slow.future();
                    case WriteEntry.Message message
                    when message.data().length() == 300 -> self.join().deadLetter(batch.getFirst(), "too strange");
                    default -> Future.succeededFuture();
                }));
        await().until(() -> redis.command("GET", "{0}:messages-bytes").equals("50"));
        assertThat(redis.command("XLEN", "{0}:messages")).isEqualTo("1");
        slow.complete();
        await().until(() -> redis.command("GET", "{0}:messages-bytes").equals("0"));
        DeadLetters letters = new DeadLetters(one.bus());
        letters.requeue(letters.page(null, null, 1).await(10, SECONDS).getFirst())
                .await(10, SECONDS);
        await().until(() -> redis.command("XLEN", "{0}:dead-letters").equals("1"));
        await().until(() -> redis.command("GET", "{0}:messages-bytes").equals("0"));
    }

    @Test
    void whatWasCountedTooMuchOrTooLittleIsMendedByTheEntriesThatAreThere(RedisStore redis) throws Exception {
        Member one = member();
        redis.command("SET", "{0}:messages-bytes", "1000000000");
        one.bus()
                .append(Addresses.MESSAGES, new WriteEntry.Message("c", "u", Buffer.buffer("x".repeat(100))))
                .await(10, SECONDS);
        assertThat(redis.command("GET", "{0}:messages-bytes")).isEqualTo("32768");
        redis.command("DEL", "{0}:messages-bytes");
        one.read(Addresses.MESSAGES, QUICK, batch -> Future.succeededFuture());
        await().until(() -> redis.command("XLEN", "{0}:messages").equals("0"));
        assertThat(redis.command("GET", "{0}:messages-bytes")).isEqualTo("0");
    }

    @Test
    void anEntryThatIsSetAsideLetsItsBatchGoOnAndIsFinishedLaterByWhoeverHasIt(RedisStore redis) throws Exception {
        Member one = member();
        CompletableFuture<WorkReader<MatcherEntry>> self = new CompletableFuture<>();
        List<Delivery<MatcherEntry>> aside = new CopyOnWriteArrayList<>();
        List<String> users = hint(one, 3);
        self.complete(one.hints(QUICK, batch -> {
            Delivery<MatcherEntry> stuck = batch.getFirst();
            if (aside.isEmpty()) {
                aside.add(stuck);
                self.join().setAside(stuck);
                return done(seen).apply(batch.subList(1, batch.size()));
            }
            return done(seen).apply(batch);
        }));
        await().until(() -> redis.command("XLEN", "{0}:matcher").equals("1"));
        assertThat(seen).isEqualTo(users.subList(1, users.size()));
        List<String> more = hint(one, 2);
        await().until(() -> seen.containsAll(more));
        one.later(() -> {
                    self.join().finish(aside.getFirst());
                    return Future.succeededFuture();
                })
                .await(10, SECONDS);
        await().until(() -> redis.command("XLEN", "{0}:matcher").equals("0"));
    }

    @Test
    void anEntryThatWasSetAsideGoesToAnotherWhenItsReaderStops(RedisStore redis) throws Exception {
        Member one = member();
        CompletableFuture<WorkReader<MatcherEntry>> self = new CompletableFuture<>();
        List<String> users = hint(one, 1);
        self.complete(one.hints(QUICK, batch -> {
            batch.forEach(self.join()::setAside);
            return Future.succeededFuture();
        }));
        await().until(() -> redis.command("XPENDING", "{0}:matcher", "matcher").startsWith("1"));
        one.stop(self.join()).await(10, SECONDS);
        member().hints(QUICK, done(seen));
        await().until(() -> seen.equals(users));
        await().until(() -> redis.command("XLEN", "{0}:matcher").equals("0"));
    }

    @Test
    void fullDeadLettersKeepWhatMustNotBeLostWhereItIs(RedisStore redis) throws Exception {
        Member one = member();
        redis.command(
                "EVAL",
                "for i = 1, 10000 do redis.call('XADD', KEYS[1], '*', 'v', '1') end return 1",
                "1",
                "{0}:dead-letters");
        one.bus()
                .append(Addresses.MESSAGES, new WriteEntry.Read("c", "a", 1, 6))
                .await(10, SECONDS);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        CompletableFuture<WorkReader<WriteEntry>> self = new CompletableFuture<>();
        self.complete(one.read(
                Addresses.MESSAGES,
                QUICK,
                batch -> self.join().deadLetter(batch.getFirst(), "refused").onFailure(failure::complete)));
        assertThat(failure.get(10, SECONDS)).isInstanceOf(DeadLettersFullException.class);
        redis.command("XTRIM", "{0}:dead-letters", "MAXLEN", "=", "9999");
        await().until(() -> redis.command("XLEN", "{0}:messages").equals("0"));
        assertThat(redis.command("XLEN", "{0}:dead-letters")).isEqualTo("10000");
    }

    @Test
    void anAddressTakesNoMoreThanItsBound(RedisStore redis) throws Exception {
        Member one = member();
        Address<MatcherEntry> small = new Address<>(
                "matcher", "matcher", Address.Begin.OLDEST, Address.Duty.DONE, 2, Addresses.MATCHER.codec());
        assertThat(one.bus().append(small, new Hint("a")).await(10, SECONDS)).isNotEmpty();
        one.bus().append(small, new Hint("b")).await(10, SECONDS);
        Future<String> third = one.bus().append(small, new Hint("c"));
        await().until(third::failed);
        assertThat(third.cause()).isInstanceOf(RequestTimeoutException.class);
        assertThat(Long.parseLong(redis.command("TTL", "{0}:matcher"))).isPositive();
    }

    private Member member() {
        Member member = Member.start(url);
        members.add(member);
        await().until(member.bus().commands()::connected);
        return member;
    }

    /** Appends hints for so many new users, one after another, and returns them. */
    private static List<String> hint(Member member, int count) throws Exception {
        List<String> users = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String user = UUID.randomUUID().toString();
            member.bus().append(Addresses.MATCHER, new Hint(user)).await(10, SECONDS);
            users.add(user);
        }
        return users;
    }

    private static String user(Delivery<MatcherEntry> delivery) {
        return switch (delivery.entry()) {
            case Hint hint -> hint.user();
        };
    }

    private static Function<List<Delivery<MatcherEntry>>, Future<Void>> done(List<String> seen) {
        return batch -> {
            batch.forEach(delivery -> seen.add(user(delivery)));
            return Future.succeededFuture();
        };
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
