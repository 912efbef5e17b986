package chat.tandem.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official client for JavaScript. It needs node and npm, and the registry the first time; without them it is skipped. */
class NodeClientIT {
    private static final Path SCRIPTS = Path.of("src/test/node");
    private static final Path WORK = Path.of("target/node");

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(WORK);
        need(runs("node", "--version"), "there is no node here");
        for (String file : List.of("package.json", "package-lock.json", "talk.mjs")) {
            Files.copy(SCRIPTS.resolve(file), WORK.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        boolean isInstalled = Files.exists(WORK.resolve("node_modules/newest"))
                || runs("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries", "1");
        need(isInstalled, "npm could not install the client");
    }

    private static void need(boolean condition, String otherwise) {
        if (!condition) {
            System.err.println("SKIPPED: the official client for JavaScript, for " + otherwise);
        }
        assumeTrue(condition, otherwise);
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = run(command);
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Process run(String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(new File(WORK.toString()).getAbsoluteFile())
                .redirectErrorStream(true)
                .redirectOutput(WORK.resolve("output.txt").toFile())
                .start();
    }

    @ParameterizedTest
    @CsvSource({
        "newest, polling",
        "newest, websocket",
        "newest, upgrade",
        "older, polling",
        "older, websocket",
        "older, upgrade",
    })
    void theOfficialClientIsServed(String version, String way) throws Exception {
        try (TestServer server =
                TestServer.socketIo(new SocketIoOptions().setRecovery(RecoveryOptions.DEFAULTS), NodeClientIT::setUp)) {
            Process talk = run("node", "talk.mjs", version, way, String.valueOf(server.port()));
            boolean ended = talk.waitFor(60, TimeUnit.SECONDS);
            talk.destroyForcibly();
            String output = Files.readString(WORK.resolve("output.txt"), StandardCharsets.UTF_8);
            assertThat(ended).as(output).isTrue();
            assertThat(talk.exitValue()).as(output).isZero();
        }
    }

    private static void setUp(SocketIoServer io) {
        io.namespace("/").onConnection(NodeClientIT::serve);
        io.namespace("/strict")
                .use(socket -> socket.auth().containsKey("token")
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                new ConnectRefusedException("no token", new JsonObject().put("retry", false))));
    }

    private static void serve(SocketIoSocket socket) {
        socket.on("message", event -> socket.emit("back", event.args().getList().toArray()));
        socket.on("ask", event -> event.ack(event.args().getList().toArray()));
        socket.on(
                "ask-me",
                event -> socket.emitWithAck(
                                Duration.ofSeconds(20), "question", event.args().getValue(0))
                        .onSuccess(answer -> event.ack(answer.getValue(0))));
        socket.on(
                "count",
                event -> count(socket.namespace().to(socket.id()), event.args().getInteger(0)));
    }

    /** Counts, whether or not the client is there, with volatile text in between. */
    private static void count(Broadcast to, int numbers) {
        int[] next = {0};
        Vertx vertx = Vertx.currentContext().owner();
        vertx.setPeriodic(2, timer -> {
            to.emitVolatile("volatile", "text");
            to.emit("number", next[0]++, numbers - 1);
            if (next[0] == numbers) {
                vertx.cancelTimer(timer);
            }
        });
    }
}
