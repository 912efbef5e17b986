package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.ok;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.state.TestShard.Person;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one session, one conversation and one waiting message take in Redis: printed, and held below a bound. */
@ExtendWith(Stores.class)
class StateCostTest {
    private static final int PAIRS = 1_000;
    private static final int MESSAGES = 10;
    private static final int ROWS = 200;
    private static final String WORDS = "a".repeat(120);
    private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");

    private static long used(RedisStore redis) {
        var line = USED.matcher(redis.command("INFO", "memory"));
        assertThat(line.find()).isTrue();
        return Long.parseLong(line.group(1));
    }

    private static long each(String what, long bytes, int count) {
        long each = bytes / count;
        System.out.printf(Locale.ROOT, "%s: %d bytes%n", what, each);
        return each;
    }

    @Test
    void eachOfThemIsAsSmallAsTheManualSays(RedisStore redis) {
        try (TestShard shard = new TestShard(redis)) {
            long empty = used(redis);
            List<Person> people = new ArrayList<>();
            for (int i = 0; i < 2 * PAIRS; i++) {
                people.add(shard.person());
            }
            long idle = used(redis);
            List<String> conversations = new ArrayList<>();
            for (int i = 0; i < 2 * PAIRS; i += 2) {
                conversations.add(shard.conversation(people.get(i), people.get(i + 1)));
            }
            shard.redis("DEL", "{0}:messages", "{0}:events", "{0}:matcher");
            long paired = used(redis);
            for (int i = 0; i < PAIRS * MESSAGES; i++) {
                Person sender = people.get(2 * (i % PAIRS) + i / PAIRS % 2);
                ok(shard.state.sendMessage(sender.owner(), message(sender, conversations.get(i % PAIRS), i)));
            }
            shard.redis("DEL", "{0}:events");
            drain(shard);
            long said = used(redis);
            shard.redis("DEL", "{0}:messages");
            long written = used(redis);

            assertThat(each("an idle session", idle - empty, 2 * PAIRS)).isLessThan(340);
            assertThat(each("a conversation with its two sessions, more than idle", paired - idle, PAIRS))
                    .isLessThan(1_000);
            assertThat(each("a message in the replay log and the results", written - paired, PAIRS * MESSAGES))
                    .isLessThan(640);
            assertThat(each("a message that waits for PostgreSQL", said - written, PAIRS * MESSAGES))
                    .isLessThan(520);
        }
    }

    @Test
    void theLastPartnersOfAUserAreAsSmallAsTheManualSays(RedisStore redis) {
        try (TestShard shard = new TestShard(redis)) {
            List<Person> people = new ArrayList<>();
            for (int i = 0; i < 2 * ROWS; i++) {
                people.add(shard.person());
            }
            for (int round = 0; round < StateSettings.defaults().recentPartners(); round++) {
                meetAndPart(shard, people, round);
            }
            long all = used(redis);
            shard.redis("DEL", "{0}:recents");
            long none = used(redis);

            assertThat(shard.redis("HLEN", "{0}:sessions").toInteger()).isEqualTo(2 * ROWS);
            assertThat(each("the last 20 partners of a user", all - none, 2 * ROWS))
                    .isLessThan(400);
        }
    }

    /** Each of one half meets another one of the other half each time. */
    private static void meetAndPart(TestShard shard, List<Person> people, int round) {
        for (int i = 0; i < ROWS; i++) {
            Person one = people.get(i);
            Person other = people.get(ROWS + (i + round) % ROWS);
            ok(shard.state.leave(one.owner(), shard.conversation(one, other)));
        }
        shard.redis("DEL", "{0}:messages", "{0}:events", "{0}:matcher");
        drain(shard);
        shard.pass(Duration.ofSeconds(1));
    }

    private static SendRequest message(Person sender, String conversation, int number) {
        UUID id = new UUID(0x4000L | ((long) number << 16), Long.MIN_VALUE | number);
        String prefix = "{\"id\":\"" + id + "\",\"conversationId\":\"" + conversation + "\",\"from\":\"" + sender.user()
                + "\",\"type\":\"text\",\"body\":\"" + WORDS + "\"";
        return SendRequest.text(conversation, id.toString(), Buffer.buffer(prefix), 0);
    }

    /** Gateways have read their inboxes. */
    private static void drain(TestShard shard) {
        shard.redis("XTRIM", shard.keys.inbox(TestShard.GATEWAY), "MAXLEN", "0");
    }
}
