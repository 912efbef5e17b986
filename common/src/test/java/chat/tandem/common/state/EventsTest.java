package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.ok;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.common.bus.Address.Begin;
import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.EventEntry;
import chat.tandem.common.bus.EventEntry.Ended;
import chat.tandem.common.bus.EventEntry.Matched;
import chat.tandem.common.bus.EventEntry.Message;
import chat.tandem.common.bus.ReaderOptions;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.common.bus.WorkReader;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.TestShard.Person;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the scripts write into {@code events}, as Java reads it and as {@code docs/EVENTS.md} tells everybody else. */
@ExtendWith(Stores.class)
class EventsTest {
    private static final Path PAGE = Path.of("../docs/EVENTS.md");

    private final Vertx vertx = Vertx.vertx();
    private RedisStore redis;
    private TestShard shard;
    private String conversation = "";
    private Person ann;
    private Person bob;

    @BeforeEach
    void open(RedisStore redis) {
        this.redis = redis;
        open(StateSettings.defaults());
    }

    @AfterEach
    void close() {
        shard.close();
        vertx.close().await();
    }

    private void open(StateSettings settings) {
        shard = new TestShard(redis, settings);
        ann = shard.person();
        bob = shard.person();
    }

    private void reopen(long retained, boolean bodies) {
        shard.close();
        redis = redis.fresh();
        StateSettings s = StateSettings.defaults();
        open(new StateSettings(
                s.grace(),
                s.announceAfter(),
                s.idleMemory(),
                s.gatewayLease(),
                s.patience(),
                s.recentPartner(),
                s.recentPartners(),
                s.lastResort(),
                s.writeBacklog(),
                s.writeBacklogBytes(),
                s.inboxBound(),
                UserLimits.OFF,
                retained,
                bodies));
    }

    /** Two meet over an interest, say so many things in turn, and one goes. */
    private void talk(int messages) {
        ok(shard.state.joinQueue(ann.owner(), List.of("\"go\"", "\"ch\\\"ess\"")));
        ok(shard.state.joinQueue(bob.owner(), List.of("\"ch\\\"ess\"", "\"tea\"")));
        conversation = TestShard.await(shard.upkeep.pair(List.of(ann.user()), false))
                .getFirst()
                .conversation();
        for (int i = 0; i < messages; i++) {
            shard.say(i % 2 == 0 ? ann : bob, conversation, new UUID(1, i));
        }
        ok(shard.state.leave(bob.owner(), conversation));
    }

    private List<EventEntry> read(int count) {
        List<EventEntry> read = new CopyOnWriteArrayList<>();
        vertx.runOnContext(here -> {
            ShardBus bus = ShardBus.open(vertx, RedisSettings.standalone(redis.url()), shard.keys);
            WorkReader.create(vertx, bus, Addresses.events("test", Begin.OLDEST), ReaderOptions.defaults(), batch -> {
                        batch.forEach(delivery -> read.add(delivery.entry()));
                        return Future.succeededFuture();
                    })
                    .start();
        });
        await().until(() -> read.size() >= count);
        return read;
    }

    @Test
    void whatTheScriptsWriteIsWhatIsRead() {
        talk(2);

        assertThat(read(4))
                .containsExactly(
                        new Matched(conversation, ann.user(), bob.user(), shard.now(), List.of("ch\"ess")),
                        new Message(conversation, 1, ann.user(), "text", shard.now(), null),
                        new Message(conversation, 2, bob.user(), "text", shard.now(), null),
                        new Ended(conversation, ann.user(), bob.user(), shard.now(), "left"));
    }

    @Test
    void theTextIsThereOnlyWhereItWasAskedFor() {
        talk(1);
        assertThat(raw().toString()).doesNotContain("\"hi\"");

        reopen(100_000, true);
        talk(1);
        assertThat(read(3).get(1))
                .isInstanceOfSatisfying(
                        Message.class,
                        message -> assertThat(
                                        Objects.requireNonNull(message.data()).toString())
                                .startsWith("{\"id\":")
                                .contains("\"body\":\"hi\"")
                                .endsWith("\"sentAt\":" + shard.now() + "}"));
    }

    @Test
    void aRepeatedMessageIsOneEvent() {
        talk(0);
        ok(shard.state.joinQueue(ann.owner(), List.of()));
        Person eve = shard.person();
        String other = shard.conversation(eve, ann);
        shard.say(eve, other, new UUID(7, 7));
        shard.say(eve, other, new UUID(7, 7));

        assertThat(raw())
                .extracting(entry -> entry.get("type"))
                .containsExactly("matched", "ended", "matched", "message");
    }

    @Test
    void theStreamKeepsAsManyAsTheSettingSaysOrAFewMore() {
        reopen(200, false);
        talk(700);

        List<Map<String, String>> kept = raw();
        assertThat(kept).hasSizeBetween(200, 320);
        assertThat(kept.getLast()).containsEntry("type", "ended");
    }

    @Test
    void thePageListsTheFieldsThatAreWritten() throws IOException {
        reopen(100_000, true);
        talk(2);

        Map<String, Set<String>> written = new TreeMap<>();
        raw().forEach(entry -> written.computeIfAbsent(
                        Objects.requireNonNull(entry.get("type")), any -> new TreeSet<>())
                .addAll(entry.keySet()));
        assertThat(table().entrySet().stream()
                        .collect(
                                toMap(Map.Entry::getKey, type -> type.getValue().keySet())))
                .isEqualTo(written);
    }

    @Test
    void whatIsThereOnlySometimesIsMissingWithoutTheSetting() throws IOException {
        talk(1);

        Map<String, Map<String, String>> table = table();
        for (Map<String, String> entry : raw()) {
            assertThat(Objects.requireNonNull(table.get(entry.get("type"))).entrySet().stream()
                            .filter(field -> field.getValue().equals("always"))
                            .map(Map.Entry::getKey))
                    .containsExactlyInAnyOrderElementsOf(entry.keySet());
        }
    }

    @Test
    void theLinesOfThePageWork() throws IOException {
        talk(1);
        List<String> lines = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("redis-cli "))
                .toList();

        assertThat(lines).hasSizeGreaterThan(5);
        for (String line : lines) {
            assertThat(line).startsWith("redis-cli -u $TANDEM_REDIS_URL ");
            redis.command(line.substring("redis-cli -u $TANDEM_REDIS_URL ".length())
                    .replace("'", "")
                    .split(" ", -1));
        }
        assertThat(redis.command("XINFO", "GROUPS", "{0}:events")).contains("bot");
    }

    private List<Map<String, String>> raw() {
        return shard.stream(shard.keys.fixed("events"));
    }

    /** By type: field to {@code always} or {@code sometimes}. */
    private static Map<String, Map<String, String>> table() throws IOException {
        Map<String, Map<String, String>> types = new TreeMap<>();
        String[] sections = Files.readString(PAGE).split("\n### ", -1);
        Pattern row = Pattern.compile("(?m)^\\| (`.+?`) \\| (\\w+) \\| .+ \\|$");
        Stream.of(sections).skip(1).forEach(section -> {
            Map<String, String> fields = new LinkedHashMap<>();
            row.matcher(section.split("\n## ", -1)[0])
                    .results()
                    .forEach(found -> Arrays.stream(found.group(1).split(", ", -1))
                            .forEach(name -> fields.put(name.replace("`", ""), found.group(2))));
            types.put(section.lines().findFirst().orElse("").replace("`", ""), fields);
        });
        return types;
    }
}
