package chat.tandem.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.socketio.RecoverySource.Claim;
import chat.tandem.socketio.RecoverySource.Continuation;
import chat.tandem.socketio.RecoverySource.Missed;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The application keeps its messages where every server finds them, and a client survives the death of the one it was on. */
class RecoverySourceTest {
    private final BlockingQueue<SocketIoSocket> sockets = new LinkedBlockingQueue<>();
    private final List<String> log = new CopyOnWriteArrayList<>();

    private TestServer start() {
        return TestServer.socketIo(
                new SocketIoOptions().setRecoverySource(this::resume),
                io -> io.namespace("/")
                        .use(socket -> {
                            socket.data().put("user", socket.auth().getString("user", "nobody"));
                            socket.join("room of " + socket.data().get("user"));
                            return Future.succeededFuture();
                        })
                        .onConnection(sockets::add));
    }

    private Future<Continuation> resume(SocketIoSocket socket, Optional<Claim> claim) {
        String secret = "secret of " + socket.data().get("user");
        return Future.succeededFuture(
                claim.filter(claimed -> claimed.privateId().equals(secret))
                        .map(claimed -> Continuation.recovered("Ada's", claimed, missed(claimed.position())))
                        .orElseGet(() -> Continuation.anew(secret)));
    }

    private List<Missed> missed(Optional<String> position) {
        int seen = position.map(text -> Integer.parseInt(text.substring(3))).orElse(0);
        return IntStream.range(seen, log.size())
                .mapToObj(i -> new Missed("at-" + (i + 1), "said", List.of(log.get(i))))
                .toList();
    }

    private void say(SocketIoSocket socket, String text) {
        log.add(text);
        socket.emitAt("at-" + log.size(), "said", text);
    }

    private SocketIoSocket next() throws InterruptedException {
        return Objects.requireNonNull(sockets.poll(20, TimeUnit.SECONDS), "nobody came");
    }

    private static RawWebSocket connect(TestServer server, JsonObject auth) {
        return RawWebSocket.socketIo(server.port()).send("40" + auth.encode());
    }

    @Test
    void aClientWhoseServerDiedGoesOnWithAnother() throws Exception {
        JsonObject auth = new JsonObject().put("user", "Ada");
        try (TestServer doomed = start();
                RawWebSocket client = connect(doomed, auth)) {
            assertThat(client.text()).startsWith("40{\"sid\":\"").endsWith("\",\"pid\":\"secret of Ada\"}");
            say(next(), "one");
            assertThat(client.text()).isEqualTo("42[\"said\",\"one\",\"at-1\"]");
        }
        log.add("two");
        log.add("three");
        auth.put("pid", "secret of Ada").put("offset", "at-1");
        try (TestServer other = start();
                RawWebSocket client = connect(other, auth)) {
            assertThat(client.text()).isEqualTo("40{\"sid\":\"Ada's\",\"pid\":\"secret of Ada\"}");
            assertThat(client.text()).isEqualTo("42[\"said\",\"two\",\"at-2\"]");
            assertThat(client.text()).isEqualTo("42[\"said\",\"three\",\"at-3\"]");
            SocketIoSocket socket = next();
            assertThat(socket.isRecovered()).isTrue();
            assertThat(socket.id()).isEqualTo("Ada's");
            assertThat(socket.data()).containsEntry("user", "Ada");
            assertThat(socket.auth()).isEqualTo(new JsonObject().put("user", "Ada"));
            socket.namespace().to("room of Ada").emit("typing", "text");
            assertThat(client.text()).isEqualTo("42[\"typing\",\"text\",\"at-3\"]");
            socket.emitVolatile("typing", 1);
            assertThat(client.text()).isEqualTo("42[\"typing\",1]");
        }
    }

    @Test
    void aClaimThatTheApplicationDoesNotAcceptBeginsANewSession() throws Exception {
        JsonObject auth = new JsonObject().put("user", "Eve").put("pid", "secret of Ada");
        log.add("not for Eve");
        try (TestServer server = start();
                RawWebSocket client = connect(server, auth)) {
            assertThat(client.text()).startsWith("40{").contains("secret of Eve");
            SocketIoSocket socket = next();
            assertThat(socket.isRecovered()).isFalse();
            socket.emit("hint", "text");
            assertThat(client.text()).isEqualTo("42[\"hint\",\"text\",\"\"]");
        }
    }

    @Test
    void anApplicationThatRefusesAClientHearsOfTheEndOfItsSocket() throws Exception {
        BlockingQueue<DisconnectReason> ends = new LinkedBlockingQueue<>();
        SocketIoOptions options = new SocketIoOptions().setRecoverySource((socket, claim) -> {
            socket.onDisconnect(ends::add);
            return Future.failedFuture(new ConnectRefusedException("not you"));
        });
        try (TestServer server = TestServer.socketIo(options, io -> io.namespace("/"));
                RawWebSocket client = connect(server, new JsonObject())) {
            assertThat(client.text()).isEqualTo("44{\"message\":\"not you\"}");
            assertThat(ends.poll(20, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.REFUSED);
            assertThat(ends).isEmpty();
        }
    }
}
