package chat.tandem.common.redis;

import static io.vertx.redis.client.Command.BLPOP;
import static io.vertx.redis.client.Command.CLIENT;
import static io.vertx.redis.client.Command.DEBUG;
import static io.vertx.redis.client.Command.ECHO;
import static io.vertx.redis.client.Command.EVALSHA;
import static io.vertx.redis.client.Command.GET;
import static io.vertx.redis.client.Command.INCR;
import static io.vertx.redis.client.Command.SCRIPT;
import static io.vertx.redis.client.Command.SET;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class RedisLinkTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<Boolean> states = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    @Test
    void commandsAreAnsweredInTheOrderInWhichTheyWereGiven(RedisStore redis) throws Exception {
        RedisLink link = connected(redis.url(), LinkOptions.commands());
        List<Future<@Nullable Response>> answers = IntStream.range(0, 500)
                .mapToObj(i -> link.send(request(INCR, "counter")))
                .toList();
        List<Integer> counted = new ArrayList<>();
        for (Future<@Nullable Response> answer : answers) {
            counted.add(got(answer).toInteger());
        }
        assertThat(counted)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 500).boxed().toList());
    }

    @Test
    void anErrorForOneCommandLosesNoAnswerOfTheOthers(RedisStore redis) throws Exception {
        RedisLink link = connected(redis.url(), LinkOptions.commands());
        List<Future<@Nullable Response>> answers = onLoop(
                link,
                () -> List.of(
                        link.send(request(ECHO, "a")),
                        link.send(request(ECHO, "b")),
                        link.send(request(EVALSHA, "0".repeat(40), "0")),
                        link.send(request(ECHO, "c"))));
        assertThat(got(answers.get(0))).hasToString("a");
        assertThat(got(answers.get(1))).hasToString("b");
        assertThat(failure(answers.get(2)))
                .isInstanceOfSatisfying(
                        RedisErrorException.class, e -> assertThat(e.kind()).isEqualTo("NOSCRIPT"));
        assertThat(got(answers.get(3))).hasToString("c");
    }

    @Test
    void anErrorHoldsNothingOfTheCommand(RedisStore redis) {
        RedisLink link = connected(redis.url(), LinkOptions.commands());
        redis.command("SET", "key", "text");
        Throwable wrongType = failure(link.send(request(Command.LPUSH, "key", "a secret")));
        Throwable wrongCommand = failure(link.send(request(Command.create("NOSUCH"), "a secret")));
        Throwable wrongScript = failure(link.send(request(Command.EVAL, "a secret is no Lua", "0")));
        assertThat(List.of(wrongType, wrongCommand, wrongScript)).allSatisfy(e -> {
            assertThat(e).isInstanceOf(RedisErrorException.class).hasNoCause();
            assertThat(e.toString()).doesNotContain("secret").doesNotContain("key");
        });
        assertThat(((RedisErrorException) wrongType).kind()).isEqualTo("WRONGTYPE");
        assertThat(((RedisErrorException) wrongCommand).kind()).isEqualTo("ERR");
    }

    @Test
    void fullMemoryIsOneKindWhereverRedisWritesIt(RedisProcess redis) {
        RedisLink link = connected(redis.url(), LinkOptions.commands());
        redis.command("CONFIG", "SET", "maxmemory", "1");
        Future<?> plain = link.send(request(SET, "a", "1"));
        Future<?> inScript = link.send(request(Command.EVAL, "return redis.call('SET', KEYS[1], '1')", "1", "a"));
        assertThat(List.of(failure(plain), failure(inScript)))
                .allSatisfy(e -> assertThat(((RedisErrorException) e).kind()).isEqualTo("OOM"));
    }

    @Test
    void moreThanTheBoundIsRefusedAtOnceAndTheRestIsAnswered(RedisStore redis) throws Exception {
        RedisLink link = connected(redis.url(), LinkOptions.commands().withMaxWaiting(10));
        List<Future<@Nullable Response>> answers = onLoop(
                link,
                () -> IntStream.range(0, 15)
                        .mapToObj(i -> link.send(request(INCR, "counter")))
                        .toList());
        for (int i = 0; i < 10; i++) {
            assertThat(got(answers.get(i)).toInteger()).isEqualTo(i + 1);
        }
        for (int i = 10; i < 15; i++) {
            assertThat(failure(answers.get(i)))
                    .isInstanceOfSatisfying(
                            RedisUnavailableException.class,
                            e -> assertThat(e.outcomeUnknown()).isFalse());
        }
        assertThat(got(link.send(request(GET, "counter"))).toInteger()).isEqualTo(10);
    }

    @Test
    void aKilledConnectionFailsWhatWaitsAndComesBack(RedisStore redis) throws Exception {
        RedisLink link = connected(redis.url(), LinkOptions.commands());
        link.onStateChange(states::add);
        String id = got(link.send(request(CLIENT, "ID"))).toString();
        Future<@Nullable Response> waiting = link.send(request(BLPOP, "nothing", "0"));
        await().until(() -> redis.command("CLIENT", "LIST").contains("cmd=blpop"));
        redis.command("CLIENT", "KILL", "ID", id);
        assertThat(failure(waiting))
                .isInstanceOfSatisfying(
                        RedisUnavailableException.class,
                        e -> assertThat(e.outcomeUnknown()).isTrue());
        await().until(() -> states.equals(List.of(true, false, true)));
        assertThat(got(link.send(request(ECHO, "again")))).hasToString("again");
    }

    @Test
    void aFrozenServerEndsTheConnectionAndIsFoundAgain(RedisProcess redis) throws Exception {
        RedisLink link = connected(redis.url(), LinkOptions.commands().withTimeout(Duration.ofMillis(300)));
        redis.freeze();
        Throwable late = failure(link.send(request(ECHO, "late")));
        assertThat(((RedisUnavailableException) late).outcomeUnknown()).isTrue();
        assertThat(link.connected()).isFalse();
        Throwable refused = failure(link.send(request(ECHO, "refused")));
        assertThat(((RedisUnavailableException) refused).outcomeUnknown()).isFalse();
        redis.thaw();
        await().until(link::connected);
        assertThat(got(link.send(request(ECHO, "again")))).hasToString("again");
    }

    @Test
    void aServerThatDiesAndRestartsIsFoundAgain(RedisProcess redis) throws Exception {
        RedisLink link = connected(redis.url(), LinkOptions.commands());
        redis.kill();
        await().until(() -> !link.connected());
        redis.restart();
        await().until(link::connected);
        assertThat(got(link.send(request(ECHO, "again")))).hasToString("again");
    }

    @Test
    void aLinkThatIsHastenedManyTimesConnectsOnce(RedisProcess redis) throws Exception {
        RedisLink link = connected(redis.url(), LinkOptions.commands());
        redis.kill();
        await().until(() -> !link.connected());
        redis.restart();
        for (int i = 0; i < 20; i++) {
            link.hasten();
        }
        await().until(link::connected);
        link.hasten();
        got(link.send(request(ECHO, "there")));
        assertThat(got(link.send(request(CLIENT, "LIST"))).toString().lines()).hasSize(1);
    }

    @Test
    void aLinkThatIsOpenedBeforeItsServerConnectsWhenThatIsThere(RedisProcess redis) {
        redis.kill();
        RedisLink link = RedisLink.open(vertx, RedisSettings.standalone(redis.url()), LinkOptions.commands());
        assertThat(failure(link.send(request(ECHO, "early")))).isInstanceOf(RedisUnavailableException.class);
        redis.restart();
        await().until(link::connected);
    }

    @Test
    void stepsRunInOrderOnEveryConnectionBeforeAnythingElse(RedisProcess redis) throws Exception {
        RedisLink link = RedisLink.open(vertx, RedisSettings.standalone(redis.url()), LinkOptions.commands());
        link.onConnected(() -> link.send(request(Command.RPUSH, "steps", "one"))
                .compose(done -> link.send(request(SCRIPT, "LOAD", "return 'ran'"))));
        link.onConnected(() -> link.send(request(Command.RPUSH, "steps", "two")));
        await().until(link::connected);
        String sha = got(link.send(request(SCRIPT, "LOAD", "return 'ran'"))).toString();
        redis.restart();
        await().untilAsserted(() ->
                assertThat(redis.command("LRANGE", "steps", "0", "-1")).isEqualTo("one\ntwo"));
        await().until(link::connected);
        assertThat(got(link.send(request(EVALSHA, sha, "0")))).hasToString("ran");
    }

    @Test
    void aStepThatFailsIsRunAgainOnTheNextConnection(RedisStore redis) {
        List<String> runs = new CopyOnWriteArrayList<>();
        RedisLink link = RedisLink.open(vertx, RedisSettings.standalone(redis.url()), LinkOptions.commands());
        link.onConnected(() -> {
            runs.add("run");
            return runs.size() < 3 ? Future.failedFuture("not yet") : Future.succeededFuture();
        });
        await().until(() -> link.connected() && runs.size() >= 3);
    }

    @Test
    void aClosedLinkFailsWhatWaitsAndStaysClosed(RedisStore redis) {
        RedisLink link = connected(redis.url(), LinkOptions.commands());
        Future<?> waiting = link.send(request(BLPOP, "nothing", "0"));
        link.close().await();
        assertThat(failure(waiting)).isInstanceOf(RedisUnavailableException.class);
        assertThat(failure(link.send(request(ECHO, "late")))).isInstanceOf(RedisUnavailableException.class);
        await().until(() -> !redis.command("CLIENT", "LIST").contains("cmd=blpop"));
    }

    @Test
    void whatIsGivenWhileAnAnswerIsAwaitedLeavesTogether(RedisStore redis) throws Exception {
        RedisLink link = connected(redis.url(), LinkOptions.commands());
        long before = reads(redis);
        List<Future<@Nullable Response>> answers = onLoop(
                link,
                () -> IntStream.range(0, 200)
                        .mapToObj(i -> link.send(request(INCR, "counter")))
                        .toList());
        got(answers.getLast());
        long reads = reads(redis) - before;
        assertThat(reads).isLessThan(20);
    }

    /** How often the server has read from its clients, this question included. */
    private static long reads(RedisStore redis) {
        return redis.command("INFO", "stats")
                .lines()
                .filter(line -> line.startsWith("total_reads_processed:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
                .sum();
    }

    @Test
    void theConnectionLeavesNoSocketBehindWhenItIsLostManyTimes(RedisStore redis) {
        RedisLink link = connected(redis.url(), LinkOptions.commands());
        for (int i = 0; i < 5; i++) {
            redis.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            await().until(link::connected);
            link.send(request(DEBUG, "SLEEP", "0")).await();
        }
        await().untilAsserted(() ->
                assertThat(redis.command("CLIENT", "LIST").lines()).hasSize(2));
    }

    private RedisLink connected(String url, LinkOptions options) {
        RedisLink link = RedisLink.open(vertx, RedisSettings.standalone(url), options);
        await().until(link::connected);
        return link;
    }

    /** Runs on the link's own loop, where its listeners are told, in one turn. */
    private static <T> T onLoop(RedisLink link, java.util.function.Supplier<T> action) throws Exception {
        Promise<T> result = Promise.promise();
        link.onStateChange(connected -> result.tryComplete(action.get()));
        return result.future().await(10, SECONDS);
    }

    private static Request request(Command command, Object... words) {
        return Request.cmd(command, words);
    }

    private static Response got(Future<@Nullable Response> answer) throws Exception {
        Response response = answer.await(10, SECONDS);
        assertThat(response).isNotNull();
        return java.util.Objects.requireNonNull(response);
    }

    private static Throwable failure(Future<?> answer) {
        Throwable failure = catchThrowable(() -> answer.await(10, SECONDS));
        assertThat(failure).isNotNull();
        return failure;
    }
}
