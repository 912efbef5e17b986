package chat.tandem.socketio.engine.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.tandem.socketio.Http;
import chat.tandem.socketio.RawWebSocket;
import chat.tandem.socketio.TestServer;
import chat.tandem.socketio.engine.EngineIoOptions;
import chat.tandem.socketio.engine.EngineIoServer;
import chat.tandem.socketio.engine.InMemoryDirectories;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Upgrades of a session that reach another server than its own, and come to nothing. */
class FailedUpgradesTest {
    private static final int ATTEMPTS = 3_000;

    private final List<EngineIoServer> servers = new ArrayList<>();
    private final List<TestServer> listening = new ArrayList<>();

    @BeforeEach
    void start() {
        InMemoryDirectories directories = new InMemoryDirectories();
        for (int i = 0; i < 2; i++) {
            EngineIoOptions options = new EngineIoOptions()
                    .setDirectory(directories.directory())
                    .setUpgradeTimeout(Duration.ofMillis(500));
            listening.add(TestServer.engineIo(options, server -> {
                server.onConnection(session -> {});
                servers.add(server);
            }));
        }
    }

    @AfterEach
    void stop() {
        listening.forEach(TestServer::close);
    }

    private int known() {
        return ((EngineServer) servers.getFirst()).knownFromAfar();
    }

    private static String further(String sid) {
        return "/engine.io/?EIO=4&transport=websocket&sid=" + sid;
    }

    @Test
    void leaveNothingAtTheHomeOfTheSession() throws IOException {
        String sid = new Http(listening.getFirst().port(), "/engine.io/").open();
        byte[] noHandshake = ("GET " + further(sid) + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                        + "Content-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < ATTEMPTS; i++) {
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), listening.getLast().port())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(noHandshake);
                BufferedReader answer =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                assertThat(answer.readLine()).startsWith("HTTP/1.1 400");
            }
        }
        await().untilAsserted(() -> assertThat(known()).isZero());
    }

    @Test
    void areForgottenWhenTheClientSaysNothingMore() {
        String sid = new Http(listening.getFirst().port(), "/engine.io/").open();
        try (RawWebSocket silent = new RawWebSocket(listening.getLast().port(), further(sid))) {
            assertThat(silent.closeCode()).isPositive();
            await().untilAsserted(() -> assertThat(known()).isZero());
        }
    }
}
