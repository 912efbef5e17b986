package chat.tandem.common.redis;

import static io.vertx.redis.client.Command.SET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class SentinelLinkTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        vertx.close().await();
    }

    @Test
    void aLinkFollowsThePrimaryThatTheSentinelsChoose(RedisProcess primary) {
        try (RedisProcess replica = RedisProcess.start(false);
                RedisProcess sentinel = RedisProcess.startSentinel(primary)) {
            String port = Integer.toString(URI.create(primary.url()).getPort());
            replica.command("REPLICAOF", "127.0.0.1", port);
            await().until(() -> primary.command("INFO", "replication").contains("connected_slaves:1"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> sentinel.command("INFO", "sentinel").contains("slaves=1"));
            RedisLink link = RedisLink.open(
                    vertx,
                    new RedisSettings(List.of(sentinel.url()), RedisSettings.Mode.SENTINEL, 1),
                    LinkOptions.commands());
            await().until(link::connected);
            link.send(Request.cmd(SET, "where", "first")).await();
            assertThat(primary.command("GET", "where")).isEqualTo("first");

            primary.kill();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> replica.command("ROLE").startsWith("master"));
            await().atMost(Duration.ofSeconds(30)).until(link::connected);
            link.send(Request.cmd(SET, "where", "second")).await();
            assertThat(replica.command("GET", "where")).isEqualTo("second");
        }
    }
}
