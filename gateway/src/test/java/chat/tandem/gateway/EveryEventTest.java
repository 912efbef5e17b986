package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.gateway.api.ContractDocuments;
import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.Stores;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All that the document of events tells of is really told. That it is told as described, each client sees by itself. */
@ExtendWith(Stores.class)
class EveryEventTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Set<String> described() {
        JsonObject messages =
                ContractDocuments.events().getJsonObject("components").getJsonObject("messages");
        return ContractDocuments.events()
                .getJsonObject("operations")
                .getJsonObject("tell")
                .getJsonArray("messages")
                .stream()
                .map(reference -> ((JsonObject) reference).getString("$ref"))
                .map(path -> messages.getJsonObject(path.substring(path.lastIndexOf('/') + 1)))
                .map(message -> message.getString("name"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void heard(Client client, String event) {
        await(event).atMost(PATIENCE).until(() -> client.heard().contains(event));
    }

    @Test
    void whatIsDescribedIsTold(RedisProcess redis) {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(redis.url());
                Client ann = gateway.client();
                Client ben = gateway.client();
                Client idle = gateway.client()) {
            idle.hello();
            GatewayUnderTest.Pair pair = gateway.pair(ann, named("Ann"), ben, named("Ben"));
            talk(pair);
            try (Client again = comeBack(gateway, pair);
                    Client elsewhere = gateway.client()) {
                elsewhere.hello(token(pair.other()));
                heard(again, "session-replaced");
                heard(elsewhere, "rejoined");
                ann.write("{\"event\":\"hello\",\"data\":" + token(ann) + "}");
                heard(ann, "session");
                ann.write("{\"event\":\"dance\"}");
                heard(ann, "error");
                ann.ask("next", pair.inConversation());
                heard(elsewhere, "conversation-ended");
                heard(idle, "online-count");
                redis.command("SAVE");
                redis.kill();
                heard(idle, "service-degraded");
                redis.restart();
                heard(idle, "service-restored");
                Future<Void> stopped = gateway.beginStop();
                heard(idle, "server-draining");
                GatewayUnderTest.wait(stopped);
                Set<String> told = Stream.of(ann, ben, idle, again, elsewhere)
                        .flatMap(client -> client.heard().stream())
                        .filter(title -> !title.startsWith("ack ") && !title.startsWith("error "))
                        .collect(Collectors.toCollection(TreeSet::new));
                assertThat(told).isEqualTo(described());
            }
        }
    }

    private static JsonObject named(String name) {
        return new JsonObject().put("name", name);
    }

    private static JsonObject token(Client client) {
        return new JsonObject()
                .put("token", client.frames().getFirst().getJsonObject("data").getString("token"));
    }

    private static void talk(GatewayUnderTest.Pair pair) {
        pair.one().ask("ping", new JsonObject());
        pair.one().ask("typing", pair.inConversation().put("typing", true));
        heard(pair.other(), "partner-typing");
        pair.one().ask("send-message", pair.message("Hello"));
        heard(pair.other(), "receive-message");
        pair.other().ask("read", pair.inConversation().put("sequence", 1));
        heard(pair.one(), "message-read");
    }

    private static Client comeBack(GatewayUnderTest gateway, GatewayUnderTest.Pair pair) {
        pair.other().close();
        await("partner-disconnected").atMost(PATIENCE).until(() -> {
            gateway.expire();
            return pair.one().heard().contains("partner-disconnected");
        });
        Client again = gateway.client();
        again.hello(token(pair.other()));
        heard(again, "rejoined");
        heard(pair.one(), "partner-reconnected");
        return again;
    }
}
