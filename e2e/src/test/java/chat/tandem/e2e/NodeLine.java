package chat.tandem.e2e;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A line over Socket.IO, by the official client for JavaScript in a Node of its own. It comes back by itself. */
final class NodeLine extends Line {
    private static final Path SCRIPTS = Path.of("src/test/node");
    private static final Path WORK = Path.of("target/node");
    private static @Nullable Boolean installed;

    private final Process node;
    private final BufferedWriter in;
    private final Map<Integer, CompletableFuture<JsonObject>> unanswered = new ConcurrentHashMap<>();
    private final List<Boolean> connects = new CopyOnWriteArrayList<>();
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final List<JsonObject> refusals = new CopyOnWriteArrayList<>();
    private volatile boolean over;
    private int commands;

    /** @param transports as the client's option, joined by {@code +} */
    NodeLine(String version, String transports, URI gateway, JsonObject hello) {
        requireNode();
        try {
            node = run("node", "person.mjs", version, transports, gateway.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        in = node.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(() -> read(node.inputReader(StandardCharsets.UTF_8)));
        write(hello);
        told("session");
    }

    /** Skips the test, visibly, where there is neither node nor a registry. */
    static synchronized void requireNode() {
        if (installed == null) {
            installed = install();
            if (!installed) {
                System.err.println("SKIPPED: the official Socket.IO client, for node or npm is missing");
            }
        }
        assumeTrue(requireNonNull(installed), "node and npm");
    }

    private static boolean install() {
        try {
            Files.createDirectories(WORK);
            for (String file : List.of("package.json", "package-lock.json", "person.mjs")) {
                Files.copy(SCRIPTS.resolve(file), WORK.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            return Files.exists(WORK.resolve("node_modules/newest"))
                    || ends(run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries", "1"));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean ends(Process process) {
        try {
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static Process run(String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(new File(WORK.toString()).getAbsoluteFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void read(BufferedReader lines) {
        try (lines) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("{")) {
                    take(new JsonObject(line));
                }
            }
        } catch (IOException broken) {
            // The process is gone.
        }
    }

    private void take(JsonObject line) {
        if (line.containsKey("event")) {
            hear(line.getString("event"), line.getJsonObject("data"));
        } else if (line.containsKey("connect")) {
            ids.add(line.getString("id"));
            connects.add(line.getBoolean("connect"));
        } else if (line.containsKey("n")) {
            JsonObject ack = line.getJsonObject("ack");
            requireNonNull(unanswered.remove(line.getInteger("n")))
                    .complete(ack.containsKey("error") ? ack : new JsonObject().put("data", ack));
        } else if (line.containsKey("refused")) {
            refusals.add(line.getJsonObject("data"));
        } else if ("io server disconnect".equals(line.getString("disconnect"))) {
            over = true;
        }
    }

    private synchronized void write(JsonObject line) {
        try {
            in.write(line.encode() + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    synchronized CompletableFuture<JsonObject> command(String event, JsonObject data) {
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        int n = ++commands;
        unanswered.put(n, answer);
        write(new JsonObject().put("event", event).put("data", data).put("n", n));
        return answer;
    }

    /** Breaks the connection; the client comes back by itself. */
    void drop() {
        write(new JsonObject().put("drop", true));
    }

    /** From now on it says this of itself when it comes back. */
    void auth(JsonObject auth) {
        write(new JsonObject().put("auth", auth));
    }

    /** The data of each refused connection. */
    List<JsonObject> refusals() {
        return List.copyOf(refusals);
    }

    /** For each time that it connected, whether its session was recovered. */
    List<Boolean> connects() {
        return List.copyOf(connects);
    }

    /** The socket's id each time that it connected. */
    List<String> ids() {
        return List.copyOf(ids);
    }

    @Override
    boolean over() {
        return over;
    }

    @Override
    public void close() {
        node.destroyForcibly();
    }
}
