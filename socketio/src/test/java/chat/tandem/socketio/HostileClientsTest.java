package chat.tandem.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send what they should not, beside one that does as it should. */
class HostileClientsTest {
    private static final int CLIENTS = 25;
    private static final List<String> FRAMES = List.of(
            "40",
            "40{\"pid\":\"p\",\"offset\":\"o\"}",
            "41",
            "42[\"message\",1,\"2\",{\"3\":[true]}]",
            "42/elsewhere,[\"a\"]",
            "452-7[\"message\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]",
            "430[]",
            "bAQID",
            "3",
            "5",
            "2probe");

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void leaveNothingBehindAndDisturbNobody(long seed) {
        Random random = new Random(seed);
        SocketIoServer[] io = new SocketIoServer[1];
        SocketIoOptions options = new SocketIoOptions()
                .setConnectTimeout(Duration.ofSeconds(1))
                .setRecovery(new RecoveryOptions(Duration.ofMillis(100), 10, 1_000, 10));
        options.engine().setPingInterval(Duration.ofMinutes(5));
        try (TestServer server = TestServer.socketIo(options, created -> {
                    io[0] = created;
                    created.namespace("/").onConnection(HostileClientsTest::serve);
                });
                RawWebSocket neighbour = RawWebSocket.connected(server.port())) {
            Http http = new Http(server.port(), "/socket.io/");
            for (int i = 0; i < CLIENTS; i++) {
                webSocket(server.port(), random);
                polling(http, random);
                neighbour.send("42[\"message\"," + i + "]");
                assertThat(neighbour.text()).startsWith("42[\"message\"," + i + ",\"");
            }
            await().until(() -> io[0].namespace("/").sockets().size() == 1);
        }
    }

    private static void serve(SocketIoSocket socket) {
        socket.on(
                "message",
                event -> socket.emit("message", event.args().getList().toArray()));
    }

    private static void webSocket(int port, Random random) {
        try (RawWebSocket client = RawWebSocket.socketIo(port)) {
            if (random.nextBoolean()) {
                client.send("40");
            }
            for (int frames = random.nextInt(8); frames > 0; frames--) {
                if (random.nextInt(4) == 0) {
                    client.send(new byte[random.nextInt(20)]);
                } else {
                    client.send(frame(random));
                }
            }
        } catch (CompletionException closedByTheServer) {
            // As it should where the frames were bad enough.
        }
    }

    private static void polling(Http http, Random random) {
        String sid = http.open();
        for (int posts = random.nextInt(3); posts > 0; posts--) {
            http.post(sid, frame(random) + "\u001e" + frame(random));
        }
        // Its last poll, which may come before its end or after, or find it gone already.
        CompletableFuture<HttpResponse<String>> last = http.poll(sid);
        http.post(sid, "1");
        assertThat(last.join().statusCode()).isIn(200, 400);
    }

    private static String frame(Random random) {
        return Mutations.mutate(FRAMES.get(random.nextInt(FRAMES.size())), random);
    }
}
