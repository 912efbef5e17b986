package chat.tandem.persistence.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.ServiceProcess;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The command as a shell has it: a process, its output, its exit code. */
@ExtendWith(Stores.class)
class DeadLettersCommandTest {

    private static final String CONVERSATION = "01a20efe-ed57-7000-8000-000000000001";
    private static final String SHELF = "{0}:dead-letters";
    private static final String STREAM = "{0}:messages";

    private RedisStore redis;
    private Processes processes;

    @BeforeEach
    void open(RedisStore redis) {
        this.redis = redis;
        processes = Processes.of(Map.of("TANDEM_REDIS_URL", redis.url(), "TANDEM_LOG_LEVEL", "error"));
    }

    @AfterEach
    void close() {
        processes.close();
    }

    private String putAside(String body, String reason) {
        return redis.command(
                "XADD",
                SHELF,
                "*",
                "v",
                "1",
                "type",
                "end",
                "conversation",
                CONVERSATION,
                "data",
                body,
                "reason",
                "left",
                "at",
                "1",
                "stream",
                "messages",
                "entry",
                "5-1",
                "reason",
                reason,
                "at",
                "1795532739999");
    }

    private record Ended(int code, List<String> lines) {}

    private Ended run(String... words) {
        List<String> all = new java.util.ArrayList<>(List.of("dead-letters"));
        all.addAll(List.of(words));
        ServiceProcess process = processes.start("persistence", Map.of(), all.toArray(String[]::new));
        int code = process.awaitExit();
        return new Ended(code, process.log().lines().toList());
    }

    @Test
    void theyAreListedOnePerLineWithoutWhatPeopleWrote() {
        String first = putAside("secret words", "sqlstate 22021");
        String second = putAside("secret words", "malformed JSON");

        Ended all = run("list");
        assertThat(all.code).isZero();
        assertThat(all.lines)
                .containsExactly(
                        "0/" + first + "\t2026-11-24T15:05:39.999Z\tmessages\tend\t" + CONVERSATION
                                + "\tsqlstate 22021",
                        "0/" + second + "\t2026-11-24T15:05:39.999Z\tmessages\tend\t" + CONVERSATION
                                + "\tmalformed JSON");
        Ended some = run("list", "--reason", "malformed", "--content");
        assertThat(some.lines).singleElement().satisfies(line -> {
            JsonObject letter = new JsonObject(line);
            assertThat(letter.getString("id")).isEqualTo("0/" + second);
            assertThat(letter.getJsonObject("fields").getString("data")).isEqualTo("secret words");
            assertThat(letter.getJsonObject("fields").getString("reason")).isEqualTo("left");
        });
    }

    @Test
    void whatIsRequeuedWaitsAtItsAddressAsItWasAndIsNoDeadLetterAnyMore() {
        String first = putAside("one", "sqlstate 22021");
        putAside("two", "malformed JSON");
        String third = putAside("three", "sqlstate 22021");

        Ended named = run("requeue", "0/" + first);
        assertThat(named.code).isZero();
        assertThat(named.lines).containsExactly("0/" + first, "1 requeued");
        assertThat(redis.command("XRANGE", STREAM, "-", "+").lines().skip(1))
                .containsExactly(
                        "v",
                        "1",
                        "type",
                        "end",
                        "conversation",
                        CONVERSATION,
                        "data",
                        "one",
                        "reason",
                        "left",
                        "at",
                        "1");
        Ended again = run("requeue", "0/" + first);
        assertThat(again.code).isEqualTo(1);
        assertThat(again.lines)
                .containsExactly("dead-letters: 0/" + first + ": no such dead letter", "0 requeued, 1 not");

        assertThat(run("requeue", "--reason", "sqlstate").lines).containsExactly("0/" + third, "1 requeued");
        assertThat(redis.command("XLEN", SHELF)).isEqualTo("1");
        assertThat(run("requeue").code).isZero();
        assertThat(redis.command("XLEN", SHELF)).isEqualTo("0");
        assertThat(redis.command("XLEN", STREAM)).isEqualTo("3");
    }

    @Test
    void onlyWhatIsNamedIsDiscarded() {
        String first = putAside("one", "sqlstate 22021");
        putAside("two", "sqlstate 22021");

        assertThat(run("discard").code).isEqualTo(2);
        assertThat(run("discard", "0/" + first).lines).containsExactly("0/" + first, "1 discarded");
        assertThat(redis.command("XLEN", SHELF)).isEqualTo("1");
        assertThat(redis.command("EXISTS", STREAM)).isEqualTo("0");
    }

    @Test
    void whatCannotBeUnderstoodIsRefusedInOneLine() {
        assertThat(run())
                .isEqualTo(new Ended(
                        2, List.of("tandem-persistence: dead-letters needs a command: list, requeue or discard")));
        Ended id = run("requeue", "nonsense");
        assertThat(id.code).isEqualTo(2);
        assertThat(id.lines).singleElement().asString().contains("'nonsense' is no id as list prints it");
    }
}
