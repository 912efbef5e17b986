package chat.tandem.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketIoProtocolTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<SocketIoSocket> sockets = new LinkedBlockingQueue<>();
    private final BlockingQueue<SocketIoEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<DisconnectReason> ends = new LinkedBlockingQueue<>();
    private @Nullable TestServer server;

    private int start(SocketIoOptions options) {
        TestServer started = TestServer.socketIo(options, io -> {
            io.namespace("/").onConnection(this::welcome);
            io.namespace("/strict")
                    .use(socket -> socket.auth().containsKey("token")
                            ? Future.succeededFuture()
                            : Future.failedFuture(
                                    new ConnectRefusedException("no token", new JsonObject().put("retry", false))))
                    .use(socket -> {
                        if ("broken".equals(socket.auth().getString("token"))) {
                            throw new IllegalStateException("a secret of the server's");
                        }
                        socket.data().put("token", socket.auth().getString("token"));
                        return Future.succeededFuture();
                    })
                    .onConnection(this::welcome);
        });
        server = started;
        return started.port();
    }

    private int start() {
        return start(new SocketIoOptions());
    }

    private void welcome(SocketIoSocket socket) {
        socket.onAny(events::add).onDisconnect(ends::add);
        sockets.add(socket);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "nothing came");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4",
                "47",
                "4abc",
                "42",
                "42{}",
                "42[]",
                "42[null]",
                "42[true]",
                "42[{}]",
                "42[\"a\"",
                "42[\"a\"]x",
                "42abc[\"a\"]",
                "421234567890123456[\"a\"]",
                "42[\"connect\"]",
                "42[\"disconnect\"]",
                "42[\"newListener\"]",
                "42/elsewhere,[\"a\"]",
                "40",
                "40{}",
                "43",
                "43{}",
                "431\"a\"",
                "41{}",
                "44{\"message\":\"no\"}",
                "45-[\"a\"]",
                "45[\"a\"]",
                "451[\"a\"]",
                "4511-[\"a\"]",
                "45-1-[\"a\"]",
                "459999999999-[\"a\"]",
                "43/elsewhere,1[]"
            })
    void aPacketThatIsMalformedOrOutOfPlaceClosesTheConnection(String packet) throws Exception {
        try (RawWebSocket client = RawWebSocket.connected(start())) {
            client.send(packet);
            client.closeCode();
            assertThat(next(ends)).isEqualTo(DisconnectReason.PARSE_ERROR);
            assertThat(events).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"40null", "40[]", "40\"a\"", "41", "42[\"a\"]", "43[]"})
    void aConnectionThatDoesNotBeginWithAProperConnectIsClosed(String packet) {
        try (RawWebSocket client = RawWebSocket.socketIo(start())) {
            client.send(packet);
            client.closeCode();
            assertThat(sockets).isEmpty();
        }
    }

    @Test
    void binaryThatNobodyAnnouncedClosesTheConnection() throws Exception {
        try (RawWebSocket client = RawWebSocket.connected(start())) {
            client.send(new byte[] {1});
            client.closeCode();
            assertThat(next(ends)).isEqualTo(DisconnectReason.PARSE_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_placeholder\":true,\"num\":1}",
                "{\"_placeholder\":true}",
                "{\"_placeholder\":true,\"num\":\"0\"}"
            })
    void aPlaceholderWithoutItsAttachmentClosesTheConnection(String placeholder) throws Exception {
        try (RawWebSocket client = RawWebSocket.connected(start())) {
            client.send("451-[\"a\",{\"b\":[" + placeholder + "]}]").send(new byte[] {1});
            client.closeCode();
            assertThat(next(ends)).isEqualTo(DisconnectReason.PARSE_ERROR);
        }
    }

    @Test
    void textWhereAnAttachmentIsDueClosesTheConnection() throws Exception {
        try (RawWebSocket client = RawWebSocket.connected(start())) {
            client.send("451-[\"a\",{\"_placeholder\":true,\"num\":0}]").send("42[\"b\"]");
            client.closeCode();
            assertThat(next(ends)).isEqualTo(DisconnectReason.PARSE_ERROR);
        }
    }

    @Test
    void aConnectionThatJoinsNoNamespaceIsClosed() {
        int port = start(new SocketIoOptions().setConnectTimeout(Duration.ofMillis(50)));
        try (RawWebSocket client = RawWebSocket.socketIo(port)) {
            client.closeCode();
        }
    }

    @Test
    void anUnknownNamespaceIsRefusedAndTheConnectionStays() {
        try (RawWebSocket client = RawWebSocket.socketIo(start())) {
            client.send("40/nowhere,");
            assertThat(client.text()).isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
            client.send("40");
            assertThat(client.text()).startsWith("40{\"sid\":\"");
        }
    }

    @Test
    void aMiddlewareRefusesWithItsMessageAndData() throws Exception {
        try (RawWebSocket client = RawWebSocket.socketIo(start())) {
            client.send("40/strict,");
            assertThat(client.text()).isEqualTo("44/strict,{\"message\":\"no token\",\"data\":{\"retry\":false}}");
            client.send("40/strict,{\"token\":\"t\"}");
            assertThat(client.text()).startsWith("40/strict,{\"sid\":\"");
            assertThat(next(sockets).data()).containsEntry("token", "t");
        }
    }

    @Test
    void aMiddlewareThatBreaksRefusesWithoutTellingWhy() throws Exception {
        try (RawWebSocket client = RawWebSocket.socketIo(start())) {
            client.send("40/strict,{\"token\":\"broken\"}");
            assertThat(client.text()).isEqualTo("44/strict,{\"message\":\"Internal error\"}");
            assertThat(Objects.requireNonNull(server).failure()).hasMessage("a secret of the server's");
        }
    }

    @Test
    void leavingANamespaceLeavesTheConnectionOpen() throws Exception {
        try (RawWebSocket client = RawWebSocket.connected(start())) {
            client.send("41");
            assertThat(next(ends)).isEqualTo(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
            client.send("40");
            assertThat(client.text()).startsWith("40{\"sid\":\"");
        }
    }

    @Test
    void aSocketIsSentOutOfItsNamespaceOnly() throws Exception {
        try (RawWebSocket client = RawWebSocket.connected(start())) {
            client.send("40/strict,{\"token\":\"t\"}");
            client.text();
            next(sockets).disconnect();
            assertThat(client.text()).isEqualTo("41");
            assertThat(next(ends)).isEqualTo(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
            assertThat(next(sockets).isConnected()).isTrue();
        }
    }

    @Test
    void closingASocketEndsAllOfItsConnectionsNamespaces() throws Exception {
        try (RawWebSocket client = RawWebSocket.connected(start())) {
            client.send("40/strict,{\"token\":\"t\"}");
            client.text();
            SocketIoSocket socket = next(sockets);
            socket.emit("last");
            socket.close();
            assertThat(client.text()).isEqualTo("42[\"last\"]");
            client.closeCode();
            assertThat(List.of(next(ends), next(ends))).containsOnly(DisconnectReason.FORCED_SERVER_CLOSE);
        }
    }

    @Test
    void anAckThatNobodyWaitsForIsIgnoredAndANumberNamesAnEvent() throws Exception {
        try (RawWebSocket client = RawWebSocket.connected(start())) {
            client.send("43[1]").send("4399[1]").send("42[7,null]");
            SocketIoEvent event = next(events);
            assertThat(event.name()).isEqualTo("7");
            assertThat(event.args()).isEqualTo(new JsonArray().addNull());
            assertThat(event.wantsAck()).isFalse();
        }
    }

    @Test
    void anEventIsAcknowledgedOnce() throws Exception {
        try (RawWebSocket client = RawWebSocket.connected(start())) {
            client.send("4212[\"ask\",\"a\"]");
            SocketIoEvent event = next(events);
            event.ack("b", null, Buffer.buffer(new byte[] {9}));
            event.ack("c");
            assertThat(client.text()).isEqualTo("461-12[\"b\",null,{\"_placeholder\":true,\"num\":0}]");
            assertThat(client.binary()).containsExactly(9);
            next(sockets).emit("end");
            assertThat(client.text()).isEqualTo("42[\"end\"]");
        }
    }

    @Test
    void binaryIsFoundAtAnyDepthBothWays() throws Exception {
        try (RawWebSocket client = RawWebSocket.connected(start())) {
            client.send("452-[\"a\",[{\"x\":{\"_placeholder\":true,\"num\":1}}],{\"_placeholder\":true,\"num\":0}]")
                    .send(new byte[] {1})
                    .send(new byte[] {2});
            JsonArray args = next(events).args();
            assertThat(args.getJsonArray(0).getJsonObject(0).getBuffer("x").getBytes())
                    .containsExactly(2);
            assertThat(args.getBuffer(1).getBytes()).containsExactly(1);
            next(sockets).emit("back", args.getValue(0), new byte[] {3}, new RawJson("{\"raw\":1}"));
            assertThat(client.text())
                    .isEqualTo("452-[\"back\",[{\"x\":{\"_placeholder\":true,\"num\":0}}],"
                            + "{\"_placeholder\":true,\"num\":1},{\"raw\":1}]");
            assertThat(client.binary()).containsExactly(2);
            assertThat(client.binary()).containsExactly(3);
        }
    }

    @Test
    void theServerWaitsForAnAcknowledgement() throws Exception {
        try (RawWebSocket client = RawWebSocket.connected(start())) {
            Future<JsonArray> answer = next(sockets).emitWithAck(PATIENCE, "ask", 1);
            assertThat(client.text()).isEqualTo("420[\"ask\",1]");
            client.send("430[\"yes\"]");
            assertThat(TestServer.await(answer)).isEqualTo(new JsonArray().add("yes"));
        }
    }

    @Test
    void anAcknowledgementThatDoesNotComeIsAFailure() throws Exception {
        try (RawWebSocket client = RawWebSocket.connected(start())) {
            SocketIoSocket socket = next(sockets);
            assertThatThrownBy(() -> TestServer.await(socket.emitWithAck(Duration.ofMillis(20), "ask")))
                    .rootCause()
                    .isInstanceOf(AckException.class);
            Future<JsonArray> unanswered = socket.emitWithAck(PATIENCE, "ask");
            client.send("41");
            assertThatThrownBy(() -> TestServer.await(unanswered)).rootCause().hasMessage("the socket is disconnected");
            assertThatThrownBy(() -> TestServer.await(socket.emitWithAck(PATIENCE, "ask")))
                    .rootCause()
                    .hasMessage("the socket is disconnected");
        }
    }

    @Test
    void noMoreAcknowledgementsAreWaitedForThanAllowed() throws Exception {
        try (RawWebSocket client = RawWebSocket.connected(start(new SocketIoOptions().setMaxPendingAcks(2)))) {
            SocketIoSocket socket = next(sockets);
            socket.emitWithAck(PATIENCE, "ask");
            socket.emitWithAck(PATIENCE, "ask");
            assertThatThrownBy(() -> TestServer.await(socket.emitWithAck(PATIENCE, "ask")))
                    .rootCause()
                    .hasMessageContaining("too many");
            assertThat(client.text()).isEqualTo("420[\"ask\"]");
        }
    }

    @Test
    void aReservedNameIsNotSent() throws Exception {
        try (RawWebSocket client = RawWebSocket.connected(start())) {
            SocketIoSocket socket = next(sockets);
            assertThatThrownBy(() -> socket.emit("disconnect")).isInstanceOf(IllegalArgumentException.class);
            socket.emit("allowed");
            assertThat(client.text()).isEqualTo("42[\"allowed\"]");
        }
    }

    @Test
    void roomsAndBroadcastsReachWhomTheyName() throws Exception {
        int port = start();
        try (RawWebSocket a = RawWebSocket.connected(port);
                RawWebSocket b = RawWebSocket.connected(port);
                RawWebSocket c = RawWebSocket.connected(port)) {
            SocketIoSocket first = next(sockets);
            SocketIoSocket second = next(sockets);
            SocketIoSocket third = next(sockets);
            first.join("red");
            second.join("red", "blue");
            SocketIoNamespace all = first.namespace();
            all.to("red").emit("1");
            all.to("red").except("blue").emit("2");
            first.to("red").emit("3");
            first.broadcast().emit("4");
            all.to(third.id(), "blue").emit("5");
            second.leave("red");
            all.to("red").emit("6");
            all.emit("7");
            assertThat(List.of(a.text(), a.text(), a.text(), a.text()))
                    .containsExactly("42[\"1\"]", "42[\"2\"]", "42[\"6\"]", "42[\"7\"]");
            assertThat(List.of(b.text(), b.text(), b.text(), b.text(), b.text()))
                    .containsExactly("42[\"1\"]", "42[\"3\"]", "42[\"4\"]", "42[\"5\"]", "42[\"7\"]");
            assertThat(List.of(c.text(), c.text(), c.text())).containsExactly("42[\"4\"]", "42[\"5\"]", "42[\"7\"]");
            assertThat(second.rooms()).containsExactly("blue");
            assertThat(all.to("blue", "red").sockets()).containsExactlyInAnyOrder(first, second);
        }
        assertThat(List.of(next(ends), next(ends), next(ends))).containsOnly(DisconnectReason.TRANSPORT_CLOSE);
    }

    @Test
    void aBroadcastWaitsForAllAcknowledgements() throws Exception {
        int port = start();
        try (RawWebSocket a = RawWebSocket.connected(port);
                RawWebSocket b = RawWebSocket.connected(port)) {
            SocketIoNamespace all = next(sockets).namespace();
            next(sockets);
            Future<List<JsonArray>> answers = all.emitWithAck(PATIENCE, "ask");
            a.send("43" + a.text().charAt(2) + "[\"a\"]");
            b.send("43" + b.text().charAt(2) + "[\"b\"]");
            assertThat(TestServer.await(answers))
                    .containsExactlyInAnyOrder(new JsonArray().add("a"), new JsonArray().add("b"));
            Future<List<JsonArray>> some = all.emitWithAck(Duration.ofMillis(500), "ask");
            a.send("43" + a.text().charAt(2) + "[\"a\"]");
            assertThatThrownBy(() -> TestServer.await(some))
                    .rootCause()
                    .isInstanceOfSatisfying(
                            AckException.class, e -> assertThat(e.answers()).containsExactly(new JsonArray().add("a")));
        }
    }

    @Test
    void aVolatileEventIsDroppedWhereItCouldNotLeaveAtOnce() throws Exception {
        Http http = new Http(start(), "/socket.io/");
        String sid = http.open();
        http.post(sid, "40");
        SocketIoSocket socket = next(sockets);
        socket.emitVolatile("lost");
        socket.emit("kept");
        socket.namespace().emitVolatile("lost too");
        assertThat(http.get(sid).body()).endsWith("\u001e42[\"kept\"]");
    }

    @Test
    void anApplicationThatThrowsDoesNotEndTheConnection() throws Exception {
        try (RawWebSocket client = RawWebSocket.connected(start())) {
            next(sockets).on("bad", event -> {
                throw new IllegalStateException("thrown on purpose");
            });
            client.send("42[\"bad\"]").send("42[\"good\"]");
            assertThat(next(events).name()).isEqualTo("bad");
            assertThat(next(events).name()).isEqualTo("good");
            assertThat(Objects.requireNonNull(server).failure()).hasMessage("thrown on purpose");
        }
    }

    @Test
    void eventsOfManyThreadsArriveWholeAndInTheOrderOfEachThread() throws Exception {
        try (RawWebSocket client = RawWebSocket.connected(start())) {
            SocketIoSocket socket = next(sockets);
            List<Thread> threads = IntStream.range(0, 4)
                    .mapToObj(thread -> Thread.ofVirtual().start(() -> {
                        for (int i = 0; i < 200; i++) {
                            socket.emit("n", thread, i, new byte[] {(byte) thread});
                        }
                    }))
                    .toList();
            int[] seen = new int[4];
            for (int i = 0; i < 800; i++) {
                JsonArray args = new JsonArray(client.text().substring(4));
                int thread = args.getInteger(1);
                assertThat(args.getInteger(2)).isEqualTo(seen[thread]++);
                assertThat(client.binary()).containsExactly(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
