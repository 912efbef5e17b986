package chat.tandem.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real PostgreSQL from the embedded binaries. It ends with the JVM that started it, however that ends. */
final class PostgresProcess implements AutoCloseable {
    private static final String WATCHER =
            "pid=$(head -n 1 \"$1/postmaster.pid\"); cat >/dev/null; kill -9 \"$pid\" && rm -rf \"$1\"";

    private final EmbeddedPostgres server;
    private final Process watcher;

    private PostgresProcess(EmbeddedPostgres server, Process watcher) {
        this.server = server;
        this.watcher = watcher;
    }

    static PostgresProcess start() {
        try {
            Path data = Files.createTempDirectory("tandem-postgres");
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("full_page_writes", "off")
                    .start();
            Process watcher = new ProcessBuilder("sh", "-c", WATCHER, "watcher", data.toString()).start();
            return new PostgresProcess(server, watcher);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL did not start", e);
        }
    }

    /** Returns the address; every user and password is let in. */
    String url() {
        return "postgresql://postgres:postgres@127.0.0.1:" + server.getPort() + "/postgres";
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
