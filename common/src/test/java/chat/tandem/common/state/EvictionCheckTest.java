package chat.tandem.common.state;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.Stores;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith({Stores.class, VertxExtension.class})
class EvictionCheckTest {
    private final Logger log = (Logger) LoggerFactory.getLogger(EvictionCheck.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        log.detachAppender(lines);
    }

    private List<String> said() {
        return List.copyOf(lines.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void aPolicyThatThrowsAwayWhatPeopleWroteIsSaid(Vertx vertx, RedisProcess redis) {
        redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        EvictionCheck.begin(vertx, RedisSettings.standalone(redis.url())).await();

        assertThat(said())
                .singleElement()
                .asString()
                .contains("maxmemory-policy is allkeys-lru", "Set it to noeviction");
    }

    @Test
    void theRightOneIsNotWorthALine(Vertx vertx, RedisProcess redis) {
        EvictionCheck.begin(vertx, RedisSettings.standalone(redis.url())).await();

        assertThat(said()).isEmpty();
    }

    @Test
    void anAnswerWithoutThePolicyIsNoPolicy() {
        assertThat(EvictionCheck.policy("used_memory:1\r\nmaxmemory_policy:volatile-ttl\r\n"))
                .isEqualTo("volatile-ttl");
        assertThat(EvictionCheck.policy("used_memory:1\r\n")).isNull();
    }
}
