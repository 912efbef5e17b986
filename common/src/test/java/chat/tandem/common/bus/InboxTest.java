package chat.tandem.common.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.bus.InboxEntry.Event;
import chat.tandem.common.bus.InboxEntry.Reply;
import chat.tandem.common.config.RateLimit;
import chat.tandem.common.redis.Backoff;
import chat.tandem.common.state.ShardState;
import chat.tandem.common.state.StateSettings;
import chat.tandem.testing.LogsErrors;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway's inbox, and the questions whose answers arrive there. */
@ExtendWith(Stores.class)
class InboxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ReaderOptions QUICK = new ReaderOptions(
            10,
            Duration.ofMillis(100),
            1,
            Duration.ofMillis(600),
            new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)));

    private final List<Member> members = new ArrayList<>();
    private final List<InboxEntry> seen = Collections.synchronizedList(new ArrayList<>());
    private final Member gateway;
    private final Member service;
    private final Requester requester;

    InboxTest(RedisStore redis) {
        gateway = member(redis);
        service = member(redis);
        requester = new Requester(gateway.vertx(), "g1");
    }

    @BeforeEach
    void registerTheGateway() throws Exception {
        ShardState state =
                new ShardState(gateway.bus().commands()::send, gateway.bus().keys(), StateSettings.defaults());
        gateway.later(() -> state.register("g1")).await(10, SECONDS);
    }

    private Member member(RedisStore redis) {
        Member member = Member.start(redis.url());
        members.add(member);
        await().until(member.bus().commands()::connected);
        return member;
    }

    @AfterEach
    void closeAll() {
        members.forEach(Member::close);
    }

    @Test
    void entriesArriveInOrderAndWhatIsUnknownIsPassedOver(RedisStore redis) {
        put(redis, "to", "c1", "event", "matched", "conversation", "k", "data", "{}");
        put(redis, "shape", "of tomorrow");
        put(redis, "to", "c1", "event", "receive-message", "conversation", "k", "sequence", "1", "data", "{\"a\":1}");
        put(redis, "to", "c1", "event", "session-replaced", "data", "{}", "more", "ignored");
        put(redis, "to", "c1", "event", "receive-message", "sequence", "2", "data", "{}", "readAt", "1234");
        readInbox();
        await().until(() -> seen.size() == 4);
        long at = at(seen.getFirst());
        assertThat(at).isPositive();
        assertThat(seen)
                .containsExactly(
                        new Event("c1", "matched", "k", 0, Buffer.buffer("{}"), at),
                        new Event("c1", "receive-message", "k", 1, Buffer.buffer("{\"a\":1}"), at(seen.get(1))),
                        new Event("c1", "session-replaced", null, 0, Buffer.buffer("{}"), at(seen.get(2))),
                        new Event("c1", "receive-message", null, 2, Buffer.buffer("{}"), 1_234));
    }

    private static long at(InboxEntry entry) {
        return ((Event) entry).at();
    }

    @Test
    void nothingIsMissedOrSeenTwiceWhenConnectionsAreCut(RedisStore redis) {
        readInbox();
        for (int i = 0; i < 200; i++) {
            put(redis, "to", "c1", "event", "e" + i, "data", "{}");
            if (i % 20 == 0) {
                redis.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            }
        }
        await().until(() -> seen.size() >= 200);
        assertThat(seen.stream().map(entry -> ((Event) entry).event()))
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(i -> "e" + i).toList());
    }

    @Test
    void whatWasReadIsDeletedAndTheInboxLivesOn(RedisStore redis) {
        InboxReader reader = readInbox();
        put(redis, "to", "c1", "event", "e", "data", "{}");
        await().until(() -> redis.command("XLEN", "{0}:inbox:g1").equals("0"));
        assertThat(redis.command("EXISTS", "{0}:inbox:g1")).isEqualTo("1");
        assertThat(gateway.here(reader::lastId)).isNotEqualTo("0-0");
        put(redis, "to", "c1", "event", "f", "data", "{}");
        await().until(() -> seen.size() == 2);
    }

    @Test
    @LogsErrors("An inbox handler failed")
    void aHandlerThatThrowsMissesNothingThatComesLater(RedisStore redis) {
        gateway.here(() -> {
            InboxReader reader = reader(entries -> {
                seen.addAll(entries);
                throw new IllegalStateException("a bug");
            });
            reader.start();
            return reader;
        });
        put(redis, "to", "c1", "event", "e", "data", "{}");
        await().until(() -> seen.size() == 1);
        put(redis, "to", "c1", "event", "f", "data", "{}");
        await().until(() -> seen.size() == 2);
    }

    @Test
    void aRequestIsAnsweredIntoTheInboxOfWhoAsked() throws Exception {
        readInbox();
        List<ServiceRequest> asked = new CopyOnWriteArrayList<>();
        answer(request -> {
            asked.add(request);
            return service.bus().reply(request, Buffer.buffer("{\"messages\":[]}"));
        });
        Buffer answer = ask(PATIENCE).await(10, SECONDS);
        assertThat(answer).hasToString("{\"messages\":[]}");
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.type()).isEqualTo("history");
            assertThat(request.inbox()).isEqualTo("g1");
            assertThat(request.user()).isEqualTo("ann");
            assertThat(request.data()).hasToString("{\"limit\":5}");
        });
    }

    @Test
    void anErrorIsHandedOnAsTheServiceWroteIt() {
        readInbox();
        answer(request -> service.bus().replyError(request, Buffer.buffer("{\"code\":\"not-found\"}")));
        assertThat(failure(ask(PATIENCE)))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class,
                        e -> assertThat(e.error()).hasToString("{\"code\":\"not-found\"}"));
    }

    @Test
    void withoutAnAnswerTheRequestFailsAtItsDeadlineAndNobodyTriesIt(RedisStore redis) {
        readInbox();
        Future<Buffer> late = ask(Duration.ofMillis(50));
        assertThat(failure(late)).isInstanceOf(RequestTimeoutException.class);
        await().until(() -> redis.command("XLEN", "{0}:requests").equals("1"));
        long arrived = seconds(redis);
        await().until(() -> seconds(redis) > arrived + 1); // by every clock: a reader's may be behind by a round trip
        List<ServiceRequest> asked = new CopyOnWriteArrayList<>();
        answer(request -> {
            asked.add(request);
            return service.bus().reply(request, Buffer.buffer("{}"));
        });
        await().until(() -> redis.command("XLEN", "{0}:requests").equals("0"));
        assertThat(asked).isEmpty();
    }

    private static long seconds(RedisStore redis) {
        return redis.command("TIME")
                .lines()
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRequestThatFailsIsNotTriedAgain(RedisStore redis) {
        readInbox();
        List<String> tries = new CopyOnWriteArrayList<>();
        answer(request -> {
            tries.add(request.type());
            return Future.failedFuture("the database is away");
        });
        assertThat(failure(ask(Duration.ofMillis(500)))).isInstanceOf(RequestTimeoutException.class);
        await().until(() -> redis.command("XLEN", "{0}:requests").equals("0"));
        assertThat(tries).hasSize(1);
        assertThat(redis.command("EXISTS", "{0}:dead-letters")).isEqualTo("0");
    }

    @Test
    void theQuestionsOfOneUserAreLimitedInTheStepThatAsksThem(RedisStore redis) {
        readInbox();
        answer(request -> service.bus().reply(request, Buffer.buffer("{}")));
        RateLimit limit = new RateLimit(0.01, 2);
        ask("ann", PATIENCE, limit).await();
        ask("ann", PATIENCE, limit).await();

        Throwable refused = failure(ask("ann", PATIENCE, limit));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        RateLimitedException.class,
                        limited -> assertThat(limited.retryAfterMillis()).isBetween(1L, 100_000L));
        assertThat(ask("bob", PATIENCE, limit).await()).hasToString("{}");
        assertThat(ask("ann", PATIENCE, RateLimit.OFF).await()).hasToString("{}");
        assertThat(redis.command("KEYS", "{0}:question-limit:*").lines()).hasSize(2);
        assertThat(Long.parseLong(redis.command("PTTL", "{0}:question-limit:ann")))
                .isBetween(1L, 200_000L);
    }

    @Test
    void oneReadIsBoundedAndASlowLineAsksForLessAtATime(RedisStore redis) {
        List<Integer> reads = new CopyOnWriteArrayList<>();
        String page = "x".repeat(200_000);
        for (int i = 0; i < 100; i++) {
            put(redis, "to", "c1", "event", "e" + i, "data", page);
        }
        gateway.here(() -> {
            InboxReader reader = reader(entries -> {
                seen.addAll(entries);
                reads.add(entries.size());
            });
            reader.start();
            return reader;
        });
        await().until(() -> seen.size() == 100);

        assertThat(reads.getFirst()).isEqualTo(31); // the first entry of an inbox is its own
        assertThat(reads.subList(1, reads.size())).allMatch(size -> size <= 5);
        await().until(() -> redis.command("XLEN", "{0}:inbox:g1").equals("0"));
    }

    /** More than an inbox may hold, within less than the second after which all that was read is deleted in any case. */
    @Test
    void aGatewayThatKeepsUpIsNotMarkedDeadByWhatItHasRead(RedisStore redis) throws Exception {
        readInbox();
        for (int round = 1; round <= 2; round++) {
            int soFar = 27_000 * round;
            fill(redis, 27_000, "{}");
            await().pollInterval(Duration.ofMillis(5)).until(() -> seen.size() >= soFar);
        }
        service.bus().reply(question(), Buffer.buffer("{}")).await(10, SECONDS);

        assertThat(redis.command("ZSCORE", "{0}:gateways", "g1")).isNotEqualTo("0");
    }

    private static ServiceRequest question() {
        return new ServiceRequest("history", "g1", "1", 0, "ann", Buffer.buffer("{}"));
    }

    private static void fill(RedisStore redis, int entries, String data) {
        redis.command(
                "EVAL",
                "for i = 1, ARGV[1] do redis.call('XADD', KEYS[1], '*', 'to', 'c1', 'event', 'e', 'data', ARGV[2]) end",
                "1",
                "{0}:inbox:g1",
                String.valueOf(entries),
                data);
    }

    @Test
    void anInboxThatHoldsTooManyBytesMarksItsGatewayDead(RedisStore redis) throws Exception {
        fill(redis, 300, "x".repeat(250_000));
        for (int i = 0; i < 64; i++) {
            service.bus().reply(question(), Buffer.buffer("{}")).await(10, SECONDS);
        }

        assertThat(redis.command("ZSCORE", "{0}:gateways", "g1")).isEqualTo("0");
        assertThat(Long.parseLong(redis.command("XLEN", "{0}:inbox:g1"))).isLessThan(364);
    }

    @Test
    void anAnswerThatNobodyWaitsForIsIgnored() {
        gateway.here(() -> {
            requester.onReply(new Reply("77", Buffer.buffer("{}"), null));
            return "";
        });
        assertThat(seen).isEmpty();
    }

    @Test
    void aGatewayThatIsGoneGetsNoAnswer(RedisStore redis) throws Exception {
        ServiceRequest request = new ServiceRequest("history", "gone", "1", 0, "ann", Buffer.buffer("{}"));
        service.bus().reply(request, Buffer.buffer("{}")).await(10, SECONDS);
        assertThat(redis.command("EXISTS", "{0}:inbox:gone")).isEqualTo("0");
    }

    private InboxReader readInbox() {
        return gateway.here(() -> {
            InboxReader reader = reader(entries -> {
                seen.addAll(entries);
                entries.forEach(entry -> {
                    if (entry instanceof Reply reply) {
                        requester.onReply(reply);
                    }
                });
            });
            reader.start();
            return reader;
        });
    }

    private InboxReader reader(Consumer<List<InboxEntry>> handler) {
        ShardBus bus = gateway.bus();
        return InboxReader.create(gateway.vertx(), bus.openBlocking(), bus.commands(), bus.keys(), "g1", handler);
    }

    private void answer(Function<ServiceRequest, Future<Void>> answers) {
        service.read(
                Addresses.REQUESTS,
                QUICK,
                batch -> Future.join(batch.stream()
                                .map(delivery -> answers.apply(delivery.entry()))
                                .toList())
                        .mapEmpty());
    }

    private Future<Buffer> ask(Duration patience) {
        return ask("ann", patience, RateLimit.OFF);
    }

    private Future<Buffer> ask(String user, Duration patience, RateLimit limit) {
        return gateway.later(() -> requester.request(
                gateway.bus(), Addresses.REQUESTS, "history", user, Buffer.buffer("{\"limit\":5}"), patience, limit));
    }

    private static void put(RedisStore redis, String... fields) {
        List<String> words = new ArrayList<>(List.of("XADD", "{0}:inbox:g1", "NOMKSTREAM", "*"));
        words.addAll(List.of(fields));
        redis.command(words.toArray(String[]::new));
    }

    private static Throwable failure(Future<?> answer) {
        Throwable failure = catchThrowable(() -> answer.await(10, SECONDS));
        assertThat(failure).isNotNull();
        return failure;
    }
}
