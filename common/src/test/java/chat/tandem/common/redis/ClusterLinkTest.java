package chat.tandem.common.redis;

import static io.vertx.redis.client.Command.CLUSTER;
import static io.vertx.redis.client.Command.INCR;
import static io.vertx.redis.client.Command.MGET;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.ClusterEnabled;
import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class ClusterLinkTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    @Test
    void slotsAreThoseOfTheClusterSpecification() {
        assertThat(Slots.of("123456789")).isEqualTo(0x31C3);
        assertThat(Slots.of("{user1000}.following")).isEqualTo(Slots.of("user1000"));
        assertThat(Slots.of("foo{}{bar}")).isEqualTo(Slots.of("foo{}{bar}")).isNotEqualTo(Slots.of("bar"));
        assertThat(Slots.of("foo{{bar}}zap")).isEqualTo(Slots.of("{bar"));
        assertThat(Slots.of("foo{bar}{zap}")).isEqualTo(Slots.of("bar"));
    }

    @Test
    void aLinkLeadsToTheNodeThatOwnsItsSlot(@ClusterEnabled RedisStore redis) {
        RedisLink link = open(List.of(redis.url()), "{a}");
        assertThat(link.send(Request.cmd(INCR, "{a}counter")).await().toInteger())
                .isEqualTo(1);
    }

    @Test
    void keysOfTwoSlotsInOneCommandAreAnError(@ClusterEnabled RedisStore redis) {
        RedisLink link = open(List.of(redis.url()), "{a}");
        Throwable failure = catchThrowable(
                () -> link.send(Request.cmd(MGET, "{a}1", "{b}1")).await(10, SECONDS));
        assertThat(failure)
                .isInstanceOfSatisfying(
                        RedisErrorException.class,
                        e -> assertThat(e.is("CROSSSLOT")).isTrue());
    }

    @Test
    void commandsGoOnWhenTheSlotMovesToAnotherNode(@ClusterEnabled RedisProcess old) {
        try (RedisProcess other = RedisProcess.startNode()) {
            int slot = Slots.of("{a}");
            RedisLink link = open(List.of(old.url()), "{a}");
            link.send(Request.cmd(INCR, "{a}counter")).await();
            handOver(old, other, slot);
            List<Future<Integer>> answers = IntStream.range(0, 50)
                    .mapToObj(i -> link.send(Request.cmd(INCR, "{a}counter")).map(answer -> answer.toInteger()))
                    .toList();
            assertThat(answers.stream().map(answer -> answer.await()).toList())
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, 50).boxed().toList());
            assertThat(link.send(Request.cmd(CLUSTER, "MYID")).await()).hasToString(other.command("CLUSTER", "MYID"));
        }
    }

    /** The other node joins, and the slot is given to it, empty. */
    private static void handOver(RedisProcess old, RedisProcess other, int slot) {
        String port = Integer.toString(URI.create(old.url()).getPort());
        String otherId = other.command("CLUSTER", "MYID");
        other.command("CLUSTER", "MEET", "127.0.0.1", port);
        await().until(() -> old.command("CLUSTER", "NODES").contains(otherId)
                && other.command("CLUSTER", "INFO").contains("cluster_slots_assigned:16384"));
        old.command("DEL", "{a}counter");
        other.command("CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", otherId);
        old.command("CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", otherId);
        await().until(() -> other.command("CLUSTER", "INFO").contains("cluster_state:ok"));
    }

    private RedisLink open(List<String> urls, String tag) {
        RedisLink link = RedisLink.open(
                vertx,
                new RedisSettings(urls, RedisSettings.Mode.CLUSTER, 1),
                LinkOptions.commands().forKey(tag));
        await().until(link::connected);
        return link;
    }
}
