package chat.tandem.bench.check.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Through the proxies to a server that sends everything back. */
class TcpProxyTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<NetSocket> accepted = new CopyOnWriteArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final Wires wires = new Wires(vertx, vertx.getOrCreateContext());
    private int port;

    @BeforeEach
    void listen() {
        port = wires.add(echo("").actualPort()).getPort();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private NetServer echo(String prefix) {
        return vertx.createNetServer()
                .connectHandler(socket -> {
                    accepted.add(socket);
                    socket.handler(bytes -> socket.write(prefix + bytes));
                    socket.closeHandler(nothing -> closed.add("server"));
                })
                .listen(0, "127.0.0.1")
                .await();
    }

    private NetSocket connect() {
        var socket = vertx.createNetClient().connect(port, "127.0.0.1").await();
        socket.handler(bytes -> received.add(bytes.toString()));
        socket.closeHandler(nothing -> closed.add("client"));
        return socket;
    }

    private void awaitReceived(String... texts) {
        await().untilAsserted(() -> assertThat(String.join("", received)).isEqualTo(String.join("", texts)));
    }

    @Test
    void whatIsSentComesBack() {
        connect().write("hello");
        awaitReceived("hello");
    }

    @Test
    void aCloseOfOneSideReachesTheOther() {
        connect().close();
        await().untilAsserted(() -> assertThat(closed).contains("client", "server"));
    }

    @Test
    void whereNobodyListensTheClientIsClosed() {
        wires.aim(0, 1);
        connect();
        await().untilAsserted(() -> assertThat(closed).contains("client"));
    }

    @Test
    void newConnectionsGoWhereTheProxyIsAimed() {
        wires.aim(0, echo("other ").actualPort());
        connect().write("hello");
        awaitReceived("other hello");
    }

    @Test
    void slowPiecesKeepTheirOrder() {
        wires.slow(true);
        var socket = connect();
        for (var piece : List.of("a", "b", "c")) {
            socket.write(piece).await();
        }
        awaitReceived("abc");
    }

    @Test
    void aSilencedConnectionCarriesNothingAndTellsNobody() {
        var socket = connect();
        socket.write("before").await();
        awaitReceived("before");
        silenceAll();
        socket.write("after").await();
        socket.close().await();
        connect().write("other").await();
        awaitReceived("before", "other");
        assertThat(closed).containsExactly("client");
    }

    /** A third is silenced at random: some choice hits the only connection there is. */
    private void silenceAll() {
        for (int choice = 0; choice < 20; choice++) {
            wires.silenceSome(choice);
        }
    }

    @Test
    void aCutClosesBothSides() {
        var socket = connect();
        socket.write("hello");
        awaitReceived("hello");
        vertx.runOnContext(nothing -> wires.cut(socket.localAddress().port()));
        await().untilAsserted(() -> assertThat(closed).contains("client", "server"));
    }
}
