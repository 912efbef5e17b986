package chat.tandem.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A real PostgreSQL from the embedded binaries, which may be killed and started again. It ends with the JVM that started it, however that ends. */
public final class PostgresProcess implements AutoCloseable {
    private static final String WATCHER = "cat >/dev/null; kill -9 $(head -n 1 \"$1/postmaster.pid\"); rm -rf \"$1\"";

    /** PostgreSQL does not run as root; the embedded one helps itself in the same way. */
    private static final List<String> AS_NOBODY =
            List.of("sh", "-c", "[ $(id -u) = 0 ] && exec unshare -U \"$@\"; exec \"$@\"", "postgres");

    private final EmbeddedPostgres server;
    private final Process watcher;
    private final Path data;
    private List<String> command = List.of();

    private PostgresProcess(EmbeddedPostgres server, Process watcher, Path data) {
        this.server = server;
        this.watcher = watcher;
        this.data = data;
    }

    /** Starts one on a free port, over a folder that goes with it, and returns when it answers. */
    public static PostgresProcess start() {
        return start(false);
    }

    /** Starts one that waits for the disk, as a deployed one does: for measurements of writing. */
    public static PostgresProcess startDurable() {
        return start(true);
    }

    private static PostgresProcess start(boolean durable) {
        String durably = durable ? "on" : "off";
        try {
            Path data = Files.createTempDirectory("tandem-postgres");
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("fsync", durably)
                    .setServerConfig("full_page_writes", durably)
                    .setServerConfig("synchronous_commit", "on") // or what was committed dies with its process
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

    /** Returns the address for JDBC, user included. */
    public String jdbcUrl() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** The id of the process whose children serve the connections. */
    public long pid() {
        try (var lines = Files.lines(data.resolve("postmaster.pid"))) {
            return Long.parseLong(lines.findFirst().orElseThrow().trim());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends all its processes at once (SIGKILL). What was committed is there when it is started again. */
    public void kill() {
        ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();
        ProcessHandle.Info info = postmaster.info();
        command = Stream.concat(
                        info.command().stream(), info.arguments().stream().flatMap(Stream::of))
                .toList();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    /** Starts it again after {@link #kill}, at the same address, and returns when it answers. */
    public void restart() {
        List<String> words = new ArrayList<>(AS_NOBODY);
        words.addAll(command);
        try {
            Kept.start(words, data.resolve("restarted.log")).awaitAnswer(this::answers);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL did not start again", e);
        }
    }

    private boolean answers() {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
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
