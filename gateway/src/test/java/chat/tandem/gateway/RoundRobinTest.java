package chat.tandem.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.socketio.Http;
import chat.tandem.socketio.RawWebSocket;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.RoundRobin;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three gateways behind a balancer that sends each request to the next one, and clients whose requests belong together. */
@ExtendWith(Stores.class)
class RoundRobinTest {
    private List<GatewayUnderTest> gateways = List.of();
    private RoundRobin balancer;

    @BeforeEach
    void start(RedisStore redis) {
        gateways = IntStream.range(0, 3)
                .mapToObj(i -> GatewayUnderTest.start(redis.url()))
                .toList();
        balancer = RoundRobin.before(gateways.stream()
                .map(gateway -> URI.create("http://127.0.0.1:" + gateway.port()))
                .toList());
    }

    @AfterEach
    void stop() {
        balancer.close();
        gateways.forEach(GatewayUnderTest::close);
    }

    private SocketIoClient client(String transports) {
        return SocketIoClient.connect(balancer.http().getPort(), Map.of(), transports.split("\\+"));
    }

    private static JsonObject message(String conversation, String body) {
        return new JsonObject()
                .put("conversationId", conversation)
                .put("id", Client.messageId())
                .put("type", "text")
                .put("body", body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "polling+websocket"})
    void twoTalkThoughNoRequestKnowsOfTheOneBefore(String transports) {
        try (SocketIoClient one = client(transports);
                SocketIoClient other = client(transports)) {
            String oneId = one.session().getString("userId");
            String otherId = other.session().getString("userId");
            one.ask("join-queue");
            other.ask("join-queue");
            gateways.getFirst().match(oneId, otherId);
            String conversation = one.event("matched").data().getString("conversationId");
            other.event("matched");
            List<String> bodies =
                    IntStream.range(0, 20).mapToObj(i -> "message " + i).toList();
            for (int i = 0; i < bodies.size(); i++) {
                SocketIoClient from = i % 2 == 0 ? one : other;
                assertThat(from.ask("send-message", message(conversation, bodies.get(i)))
                                .getLong("sequence"))
                        .isEqualTo(i + 1);
            }
            await().until(() -> received(one).size() + received(other).size() == bodies.size());
            assertThat(received(other)).containsExactlyElementsOf(every(bodies, 0));
            assertThat(received(one)).containsExactlyElementsOf(every(bodies, 1));
            assertThat(new HashSet<>(balancer.served())).containsExactlyInAnyOrder(0, 1, 2);
            if (transports.endsWith("websocket")) {
                int requests = balancer.served().size();
                one.ask("ping");
                other.ask("ping");
                assertThat(balancer.served()).as("over WebSockets by now").hasSize(requests);
            }
        }
    }

    private static List<String> every(List<String> bodies, int from) {
        return IntStream.range(0, bodies.size())
                .filter(i -> i % 2 == from)
                .mapToObj(bodies::get)
                .toList();
    }

    private static List<String> received(SocketIoClient client) {
        return client.events().stream()
                .filter(event -> event.name().equals("receive-message"))
                .map(event -> event.data().getString("body"))
                .toList();
    }

    @Test
    void aMessageInPiecesReachesItsSessionFromAnyGateway() {
        int home = gateways.getFirst().port();
        String sid = new Http(home, "/socket.io/").open();
        String further = "/socket.io/?EIO=4&transport=websocket&sid=" + sid;
        try (RawWebSocket socket = new RawWebSocket(gateways.getLast().port(), further)) {
            assertThat(socket.send("2probe").text()).isEqualTo("3probe");
            socket.send("5").sendPart("", false).sendPart("40", false).sendPart("{}", true);
            assertThat(socket.text()).startsWith("40{");
            assertThat(socket.text()).startsWith("42[\"session\"");
            socket.send("42[\"ping\",{\"padding\":\"" + "x".repeat(70_000) + "\"}]");
            assertThat(socket.closeCode()).isGreaterThan(1_000);
        }
    }

    @Test
    void commandsReachTheirStreamFromAnyGateway() {
        try (StreamClient client = StreamClient.open(balancer.http().getPort())) {
            client.session();
            for (int i = 0; i < 6; i++) {
                assertThat(client.ask("ping", new JsonObject())).isEqualTo(new JsonObject());
            }
            assertThat(client.ask("join-queue", new JsonObject()).getString("state"))
                    .isEqualTo("waiting");
            assertThat(client.ask("leave-queue", new JsonObject()).getString("state"))
                    .isEqualTo("idle");
            assertThat(new HashSet<>(balancer.served())).containsExactlyInAnyOrder(0, 1, 2);
        }
    }

    @Test
    void aPollingClientWhoLeavesIsGoneAtOnce(RedisStore redis) {
        SocketIoClient client = client("polling");
        client.session();
        assertThat(redis.command("SCARD", "{0}:online")).isEqualTo("1");
        client.close();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> redis.command("SCARD", "{0}:online").equals("0"));
    }
}
