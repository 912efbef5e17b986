package chat.tandem.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real PostgreSQL from the embedded binaries. It ends with the JVM that started it, however that ends. */
public final class PostgresProcess implements AutoCloseable {
    private static final String WATCHER =
            "pid=$(head -n 1 \"$1/postmaster.pid\"); cat >/dev/null; kill -9 \"$pid\" && rm -rf \"$1\"";

    private final EmbeddedPostgres server;
    private final Process watcher;
    private final Path data;

    private PostgresProcess(EmbeddedPostgres server, Process watcher, Path data) {
        this.server = server;
        this.watcher = watcher;
        this.data = data;
    }

    /** Starts one on a free port, over a folder that goes with it, and returns when it answers. */
    public static PostgresProcess start() {
        try {
            Path data = Files.createTempDirectory("tandem-postgres");
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("full_page_writes", "off")
                    .start();
            Process watcher = new ProcessBuilder("sh", "-c", WATCHER, "watcher", data.toString()).start();
            return new PostgresProcess(server, watcher, data);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL did not start", e);
        }
    }

    /** Returns the address; every user and password is let in. */
    public String url() {
        return "postgresql://postgres:postgres@127.0.0.1:" + server.getPort() + "/postgres";
    }

    /** The id of the process whose children serve the connections. */
    public long pid() {
        try (var lines = Files.lines(data.resolve("postmaster.pid"))) {
            return Long.parseLong(lines.findFirst().orElseThrow().trim());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        watcher.destroy();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL did not stop", e);
        }
    }
}
