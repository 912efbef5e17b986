package chat.tandem.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.socketio.engine.EngineIoTransport;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference client for Java, over each way that it can take. */
class SocketIoClientTest {
    enum Way {
        POLLING,
        WEBSOCKET,
        UPGRADE;

        private String[] transports() {
            return switch (this) {
                case POLLING -> new String[] {"polling"};
                case WEBSOCKET -> new String[] {"websocket"};
                case UPGRADE -> new String[] {"polling", "websocket"};
            };
        }

        private EngineIoTransport last() {
            return this == POLLING ? EngineIoTransport.POLLING : EngineIoTransport.WEBSOCKET;
        }
    }

    private final BlockingQueue<SocketIoSocket> sockets = new LinkedBlockingQueue<>();
    private final BlockingQueue<DisconnectReason> ends = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object[]> heard = new LinkedBlockingQueue<>();
    private @Nullable TestServer server;
    private @Nullable Socket client;

    private Socket connect(Way way, String namespace, Map<String, String> auth) {
        if (server == null) {
            server = TestServer.socketIo(new SocketIoOptions(), io -> {
                io.namespace("/").onConnection(this::serve);
                io.namespace("/strict")
                        .use(socket -> socket.auth().containsKey("token")
                                ? Future.succeededFuture()
                                : Future.failedFuture(new ConnectRefusedException("no token")))
                        .onConnection(this::serve);
            });
        }
        IO.Options options = IO.Options.builder()
                .setTransports(way.transports())
                .setForceNew(true)
                .setReconnection(false)
                .setAuth(auth)
                .build();
        Socket connecting = IO.socket(URI.create("http://localhost:" + server.port() + namespace), options);
        connecting.on("back", heard::add);
        connecting.on(Socket.EVENT_CONNECT_ERROR, heard::add);
        connecting.on(Socket.EVENT_DISCONNECT, heard::add);
        client = connecting.connect();
        return connecting;
    }

    private Socket connect(Way way) {
        return connect(way, "/", Map.of());
    }

    private void serve(SocketIoSocket socket) {
        socket.on("message", event -> socket.emit("back", event.args().getList().toArray()));
        socket.on("ask", event -> event.ack(event.args().getList().toArray()));
        socket.onDisconnect(ends::add);
        sockets.add(socket);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(20, TimeUnit.SECONDS), "nothing came");
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEventComesBackWithItsArguments(Way way) throws Exception {
        connect(way).emit("message", 1, "zwei €", new JSONObject().put("three", true));
        Object[] args = next(heard);
        assertThat(args).hasSize(3).startsWith(1, "zwei €");
        assertThat(args[2]).hasToString("{\"three\":true}");
    }

    @ParameterizedTest
    @EnumSource
    void binaryComesBackAsItWas(Way way) throws Exception {
        byte[] bytes = new byte[100_000];
        bytes[99_999] = 7;
        connect(way).emit("message", bytes, "text", new byte[] {1});
        Object[] args = next(heard);
        assertThat((byte[]) args[0]).isEqualTo(bytes);
        assertThat((byte[]) args[2]).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesAcknowledge(Way way) throws Exception {
        Socket connected = connect(way);
        connected.on("question", args -> ((Ack) args[1]).call("answer to " + args[0], new byte[] {3}));
        connected.emit("ask", new Object[] {"a"}, args -> heard.add(args));
        assertThat(next(heard)).containsExactly("a");
        JsonArray answer = TestServer.await(next(sockets).emitWithAck(Duration.ofSeconds(20), "question", "b"));
        assertThat(answer.getString(0)).isEqualTo("answer to b");
        assertThat(answer.getBuffer(1).getBytes()).containsExactly(3);
    }

    @ParameterizedTest
    @EnumSource
    void manyEventsKeepTheirOrder(Way way) throws Exception {
        Socket connected = connect(way);
        for (int i = 0; i < 500; i++) {
            connected.emit("message", i);
        }
        for (int i = 0; i < 500; i++) {
            assertThat(next(heard)).containsExactly(i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalIsHeard(Way way) throws Exception {
        connect(way, "/strict", Map.of());
        assertThat(((JSONObject) next(heard)[0]).getString("message")).isEqualTo("no token");
        connect(way, "/strict", Map.of("token", "t")).emit("message", "in");
        assertThat(next(heard)).containsExactly("in");
    }

    @ParameterizedTest
    @EnumSource
    void theClientDisconnects(Way way) throws Exception {
        Socket connected = connect(way);
        next(sockets);
        connected.disconnect();
        assertThat(next(ends)).isIn(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT, DisconnectReason.TRANSPORT_CLOSE);
    }

    @ParameterizedTest
    @EnumSource
    void theServerDisconnects(Way way) throws Exception {
        connect(way);
        next(sockets).disconnect();
        assertThat(next(heard)).containsExactly("io server disconnect");
        assertThat(next(ends)).isEqualTo(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
    }

    /** Over a WebSocket this client does not notice: its library stops reading at the close frame and tells nobody. */
    @Test
    void theServerClosesTheConnection() throws Exception {
        connect(Way.POLLING);
        next(sockets).close();
        assertThat(next(heard)).startsWith("transport close");
        assertThat(next(ends)).isEqualTo(DisconnectReason.FORCED_SERVER_CLOSE);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentWhileTheClientMovesIsNotLost(Way way) throws Exception {
        Socket connected = connect(way);
        SocketIoSocket socket = next(sockets);
        int[] sent = {0};
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            socket.emit("back", sent[0]++);
            return sent[0] > 200 && socket.transport() == way.last();
        });
        for (int i = 0; i < sent[0]; i++) {
            assertThat(next(heard)).containsExactly(i);
        }
        assertThat(connected.connected()).isTrue();
    }
}
