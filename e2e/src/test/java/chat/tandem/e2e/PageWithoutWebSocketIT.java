package chat.tandem.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.RoundRobin;
import chat.tandem.testing.ServiceProcess;
import chat.tandem.testing.Stores;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page in a real Chromium behind a proxy that lets no WebSocket through: it chats over plain HTTP, on two gateways in turn. */
@ExtendWith(Stores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageWithoutWebSocketIT {
    private @Nullable Deployment deployment;
    private @Nullable RoundRobin proxy;

    @BeforeAll
    void start(RedisStore redis, PostgresStore postgres) {
        Chromium.require();
        var settings = new HashMap<>(Deployment.settings(redis.url(), postgres.url()));
        settings.put("TANDEM_GRACE", "2m");
        deployment = Deployment.start(Processes.of(settings), List.of("persistence", "matcher", "gateway", "gateway"));
        proxy = RoundRobin.withoutUpgrades(
                deployment.all("gateway").stream().map(ServiceProcess::http).toList());
    }

    @AfterAll
    void stop() {
        if (deployment != null) {
            requireNonNull(proxy).close();
            deployment.close();
        }
    }

    @Test
    void aWholeChat() {
        var visitors = new Visitors(requireNonNull(proxy).http().resolve("/"));
        try {
            var pair = visitors.pair();
            pair.ada().say("Hello, stranger.");
            pair.ben().awaitMessages("Hello, stranger.");
            pair.ben().write("Hello");
            pair.ada().awaitText("typing", "is typing");
            pair.ben().say("!");
            pair.ada().awaitMessages("Hello, stranger.", "Hello!");
            pair.ben().awaitText("log", "Read");

            requireNonNull(proxy).cut();
            pair.ada().say("Still there?");
            pair.ben().awaitMessages("Hello, stranger.", "Hello!", "Still there?");
            pair.ben().say("Still here.");
            pair.ada().awaitMessages("Hello, stranger.", "Hello!", "Still there?", "Still here.");

            pair.ada().reload();
            pair.ada().awaitMessages("Hello, stranger.", "Hello!", "Still there?", "Still here.");
            pair.ada().press("leave");
            pair.ben().awaitText("over", "left");
            assertThat(pair.ben().complaints()).anyMatch(complaint -> complaint.contains("WebSocket connection"));
            visitors.forgiveComplaints();
        } finally {
            visitors.leave();
        }
    }
}
