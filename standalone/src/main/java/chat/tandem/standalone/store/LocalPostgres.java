package chat.tandem.standalone.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** PostgreSQL over {@code DATA/postgres}, reached by TCP on the loopback address with a password. */
final class LocalPostgres {

    private static final String USER = "tandem";

    /** Errors are logged without the statement and the row that caused them: both may hold what people wrote. */
    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "max_connections", "100",
            "log_min_messages", "warning",
            "log_min_error_statement", "panic",
            "log_error_verbosity", "terse",
            "log_timezone", "UTC",
            "timezone", "UTC"));

    private final StoreProcess process;
    private final String url;

    private LocalPostgres(StoreProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Makes the database where it is missing, starts it, and waits until it accepts connections. */
    static LocalPostgres start(DataFolder data, Binaries binaries, String password, int port)
            throws IOException, InterruptedException {
        Path programs = binaries.postgres().resolve("bin");
        Path folder = data.folder("postgres");
        Path log = data.folder("log").resolve("postgres.log");
        create(programs, data, password, log);
        // Nobody of ours runs any more, so what this file names is another process, or none.
        Path pid = folder.resolve("data/postmaster.pid");
        Files.deleteIfExists(pid);
        List<String> command = Launch.unprivileged(command(programs, folder, port), data);
        StoreProcess process = StoreProcess.start("PostgreSQL", command, log, StoreProcess.Signal.INT);
        process.ready(() -> saysReady(pid), log).watch();
        return new LocalPostgres(process, "postgresql://%s:%s@127.0.0.1:%d/postgres".formatted(USER, password, port));
    }

    /** A database that was begun and not finished is begun again: it is moved to its place when it is whole. */
    private static void create(Path programs, DataFolder data, String password, Path log)
            throws IOException, InterruptedException {
        Path folder = data.folder("postgres");
        if (Files.isDirectory(folder.resolve("data"))) {
            return;
        }
        Path draft = folder.resolve("draft");
        DeletedTree.delete(draft);
        Path passwordFile = folder.resolve("password");
        PrivateFile.write(passwordFile, password);
        List<String> command = List.of(
                programs.resolve("initdb").toString(),
                "-D",
                draft.toString(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile",
                passwordFile.toString(),
                "-E",
                "UTF8",
                "--locale=C");
        run(Launch.unprivileged(command, data), log);
        Files.delete(passwordFile);
        Files.move(draft, folder.resolve("data"));
    }

    private static void run(List<String> command, Path log) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("the database could not be made; its log is " + log);
        }
    }

    private static List<String> command(Path programs, Path folder, int port) {
        List<String> command = new ArrayList<>(List.of(
                programs.resolve("postgres").toString(),
                "-D",
                folder.resolve("data").toString()));
        SETTINGS.forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        command.addAll(List.of("-c", "port=" + port));
        return command;
    }

    /** The eighth line of PostgreSQL's own file says how far it is. */
    private static boolean saysReady(Path pid) throws IOException {
        if (!Files.exists(pid)) {
            return false;
        }
        List<String> lines = Files.readAllLines(pid);
        return lines.size() > 7 && lines.get(7).strip().equals("ready");
    }

    String url() {
        return url;
    }

    void stop() {
        process.stop();
    }
}
