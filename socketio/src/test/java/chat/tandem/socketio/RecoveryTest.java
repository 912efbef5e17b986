package chat.tandem.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private final BlockingQueue<SocketIoSocket> sockets = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> story = new LinkedBlockingQueue<>();
    private final AtomicBoolean banned = new AtomicBoolean();
    private @Nullable TestServer server;

    private int start(RecoveryOptions recovery) {
        TestServer started = TestServer.socketIo(
                new SocketIoOptions().setRecovery(recovery),
                io -> io.namespace("/")
                        .use(socket -> banned.get()
                                ? Future.failedFuture(new ConnectRefusedException("banned"))
                                : Future.succeededFuture())
                        .onConnection(socket -> {
                            story.add("connected");
                            socket.onDisconnect(reason -> story.add(reason.text()));
                            sockets.add(socket);
                        }));
        server = started;
        return started.port();
    }

    private int start() {
        return start(RecoveryOptions.DEFAULTS);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(20, TimeUnit.SECONDS), "nothing came");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** A client that knows of its session what the protocol lets it know. */
    private static final class Client implements AutoCloseable {
        private final RawWebSocket socket;
        private final List<String> missed = new ArrayList<>();
        private final JsonObject greeting;

        private Client(int port, JsonObject auth) {
            socket = RawWebSocket.socketIo(port);
            socket.send("40" + auth.encode());
            String first = socket.text();
            assertThat(first)
                    .as("official clients keep what comes before it, and show it twice")
                    .doesNotStartWith("42");
            greeting = new JsonObject(first.substring(2));
            socket.send("40/nowhere,"); // Whatever was missed has come when this is refused.
            String message = socket.text();
            while (message.startsWith("42")) {
                missed.add(message);
                message = socket.text();
            }
            assertThat(message).startsWith("44/nowhere,");
        }

        private static Client newcomer(int port) {
            return new Client(port, new JsonObject());
        }

        /** The same client over a new connection, at the position that it saw last. */
        private Client again(int port, @Nullable String position) {
            JsonObject auth = new JsonObject().put("pid", greeting.getString("pid"));
            return new Client(port, position == null ? auth : auth.put("offset", position));
        }

        private boolean isSameAs(Client other) {
            return Objects.equals(greeting, other.greeting);
        }

        /** The last argument of the next event, which is a position. */
        private String position() {
            return last(socket.text());
        }

        private static String last(String event) {
            JsonArray args = new JsonArray(event.substring(2));
            return args.getString(args.size() - 1);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** A newcomer and the server's side of it. */
    private SocketIoSocket served() throws InterruptedException {
        assertThat(next(story)).isEqualTo("connected");
        return next(sockets);
    }

    private void awayAfter(Client client) throws InterruptedException {
        client.close();
        assertThat(next(story)).isEqualTo("transport close");
    }

    @Test
    void aClientThatComesBackGetsWhatItMissedAndKeepsItsIdRoomsAndData() throws Exception {
        int port = start();
        Client client = Client.newcomer(port);
        SocketIoSocket socket = served();
        socket.data().put("name", "Ada");
        socket.join("room");
        socket.emit("seen", 1);
        String position = client.position();
        socket.emit("unseen", 2);
        awayAfter(client);
        socket.emit("directly", 3);
        socket.namespace().to("room").emit("in the room", 4);
        socket.namespace().to("another room").emit("not for it", 5);
        socket.namespace().emitVolatile("volatile", 6);
        try (Client back = client.again(port, position)) {
            SocketIoSocket recovered = served();
            assertThat(recovered.isRecovered()).isTrue();
            assertThat(recovered.id()).isEqualTo(socket.id());
            assertThat(recovered.data()).containsEntry("name", "Ada");
            assertThat(recovered.rooms()).containsExactly("room");
            assertThat(back.isSameAs(client)).isTrue();
            assertThat(back.missed).hasSize(3);
            assertThat(back.missed.get(0)).startsWith("42[\"unseen\",2,\"");
            assertThat(back.missed.get(1)).startsWith("42[\"directly\",3,\"");
            assertThat(back.missed.get(2)).startsWith("42[\"in the room\",4,\"");
            recovered.namespace().to("room").emit("again", 7);
            assertThat(back.socket.text()).startsWith("42[\"again\",7,\"");
        }
    }

    @Test
    void aClientIsRecoveredWhileItsOldConnectionStillSeemsAlive() throws Exception {
        int port = start();
        Client halfOpen = Client.newcomer(port);
        SocketIoSocket socket = served();
        socket.emit("a");
        String position = halfOpen.position();
        socket.emit("b");
        try (Client back = halfOpen.again(port, position)) {
            assertThat(List.of(next(story), next(story))).containsExactly("taken over", "connected");
            assertThat(next(sockets).isRecovered()).isTrue();
            assertThat(back.missed).singleElement().asString().startsWith("42[\"b\",");
            halfOpen.socket.closeCode();
        }
    }

    @Test
    void aClientThatComesBackAtOnceIsRecovered() throws Exception {
        int port = start();
        for (int i = 0; i < 20; i++) {
            Client client = Client.newcomer(port);
            String id = client.greeting.getString("sid");
            client.close();
            try (Client back = client.again(port, null)) {
                assertThat(back.greeting.getString("sid")).isEqualTo(id);
            }
        }
    }

    @Test
    void aClientThatHadNoEventYetIsRecoveredFromTheBeginning() throws Exception {
        int port = start();
        Client client = Client.newcomer(port);
        SocketIoSocket socket = served();
        awayAfter(client);
        socket.emit("first");
        try (Client back = client.again(port, null)) {
            assertThat(back.isSameAs(client)).isTrue();
            assertThat(back.missed).hasSize(1);
        }
    }

    @Test
    void aPositionOfAnEarlierSessionMeansThatNothingWasSeenOfThisOne() throws Exception {
        int port = start();
        Client earlier = Client.newcomer(port);
        served().emit("a");
        String position = earlier.position();
        Client client = Client.newcomer(port);
        SocketIoSocket socket = served();
        awayAfter(client);
        socket.emit("b");
        try (Client back = client.again(port, position)) {
            assertThat(back.isSameAs(client)).isTrue();
            assertThat(back.missed).singleElement().asString().startsWith("42[\"b\",");
        }
    }

    @Test
    void theTrafficOfOthersDoesNotPushOutWhatAClientMissed() throws Exception {
        int port = start(new RecoveryOptions(Duration.ofMinutes(1), 4, 1_000, 10));
        Client client = Client.newcomer(port);
        SocketIoSocket socket = served();
        Client other = Client.newcomer(port);
        SocketIoSocket others = served();
        awayAfter(client);
        socket.emit("kept");
        for (int i = 0; i < 20_000; i++) {
            others.emit("noise", i);
        }
        try (Client back = client.again(port, null)) {
            assertThat(back.missed).hasSize(1);
        }
        other.close();
    }

    @Test
    void aVolatileEventThatEndsInTextCarriesAPositionThatTheClientMayKeep() throws Exception {
        int port = start();
        Client client = Client.newcomer(port);
        SocketIoSocket socket = served();
        socket.emit("a");
        String position = client.position();
        socket.emitVolatile("v", "text");
        assertThat(client.position()).isEqualTo(position);
        socket.emitVolatile("v", 1);
        assertThat(client.socket.text()).isEqualTo("42[\"v\",1]");
        awayAfter(client);
        try (Client back = client.again(port, position)) {
            assertThat(back.isSameAs(client)).isTrue();
            assertThat(back.missed).isEmpty();
        }
    }

    @Test
    void aClientThatMissedMoreThanIsKeptStartsAnew() throws Exception {
        int port = start(new RecoveryOptions(Duration.ofMinutes(1), 4, 1_000, 10));
        Client client = Client.newcomer(port);
        SocketIoSocket socket = served();
        awayAfter(client);
        for (int i = 0; i < 5; i++) {
            socket.emit("e", i);
        }
        try (Client back = client.again(port, null)) {
            assertThat(served().isRecovered()).isFalse();
            assertThat(back.isSameAs(client)).isFalse();
            assertThat(back.missed).isEmpty();
        }
    }

    @Test
    void aClientThatStaysAwayTooLongStartsAnew() throws Exception {
        int port = start(new RecoveryOptions(Duration.ofMillis(50), 4, 1_000, 10));
        Client client = Client.newcomer(port);
        SocketIoSocket socket = served();
        socket.join("room");
        awayAfter(client);
        await().until(() -> socket.rooms().isEmpty());
        try (Client back = client.again(port, null)) {
            assertThat(back.isSameAs(client)).isFalse();
        }
    }

    @Test
    void theOneThatIsAwayLongestIsGivenUpWhereTooManyAre() throws Exception {
        int port = start(new RecoveryOptions(Duration.ofMinutes(1), 4, 1_000, 1));
        Client first = Client.newcomer(port);
        served();
        Client second = Client.newcomer(port);
        served();
        awayAfter(first);
        awayAfter(second);
        try (Client one = first.again(port, null);
                Client other = second.again(port, null)) {
            assertThat(one.isSameAs(first)).isFalse();
            assertThat(other.isSameAs(second)).isTrue();
        }
    }

    @Test
    void theMiddlewaresRunAgainAndMayRefuse() throws Exception {
        int port = start();
        Client client = Client.newcomer(port);
        SocketIoSocket socket = served();
        awayAfter(client);
        socket.emit("not for the banned");
        banned.set(true);
        try (Client back = client.again(port, null)) {
            assertThat(back.greeting).isEqualTo(new JsonObject().put("message", "banned"));
            assertThat(back.missed).isEmpty();
        }
        banned.set(false);
        try (Client back = client.again(port, null)) {
            assertThat(back.isSameAs(client)).isTrue();
            assertThat(back.missed).hasSize(1);
        }
    }

    @Test
    void aClientThatWasSentOutStartsAnew() throws Exception {
        int port = start();
        Client client = Client.newcomer(port);
        served().disconnect();
        assertThat(client.socket.text()).isEqualTo("41");
        assertThat(next(story)).isEqualTo("server namespace disconnect");
        try (Client back = client.again(port, null)) {
            assertThat(back.isSameAs(client)).isFalse();
        }
    }

    @Test
    void nobodyComesBackWithAnInventedSecretOrPosition() throws Exception {
        int port = start();
        Client client = Client.newcomer(port);
        served().emit("a");
        String position = client.position();
        try (Client stranger = new Client(port, new JsonObject().put("pid", "invented"))) {
            assertThat(stranger.isSameAs(client)).isFalse();
        }
        for (String invented :
                List.of(position + "0", position.replaceAll("[.].*", ".!"), position.replaceAll("[.].*", ".-1"))) {
            try (Client back = client.again(port, invented)) {
                assertThat(back.isSameAs(client)).isFalse();
            }
        }
    }
}
