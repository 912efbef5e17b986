package chat.tandem.e2e;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A line by a client for JavaScript in a Node of its own. It comes back by itself. */
final class NodeLine extends RemoteLine {
    private final Process node;
    private final BufferedWriter in;

    /**
     * Opens it, and waits for its session.
     *
     * @param client {@code newest} or {@code older}, the official ones of Socket.IO, or {@code tandem}, our own
     * @param transports as the client's option, joined by {@code +}
     */
    NodeLine(String client, String transports, URI gateway, JsonObject hello) {
        node = NodePackages.run("node", "person.mjs", client, transports, gateway.toString());
        in = node.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(() -> read(node.inputReader(StandardCharsets.UTF_8)));
        write(hello);
        told("session");
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

    @Override
    synchronized void write(JsonObject line) {
        try {
            in.write(line.encode() + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        node.destroyForcibly();
    }
}
