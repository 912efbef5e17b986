package chat.tandem.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.LoggedErrors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The runnable jar as a process in a group of its own, as a terminal would start it. */
final class TandemProcess {

    private static final Path JAR = Path.of("target/tandem-standalone.jar");
    /** For a machine that is busy with other things; nothing waits this long for itself. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String READY = "Tandem is ready: ";

    private final Path out;
    private final Path err;
    private final Process process;

    private TandemProcess(Path out, Path err, Process process) {
        this.out = out;
        this.err = err;
        this.process = process;
    }

    /** Starts it with these arguments; what it prints is kept in the folder. */
    static TandemProcess start(Path folder, Map<String, String> environment, String... arguments) {
        try {
            Path out = Files.createTempFile(folder, "out", ".txt");
            Path err = Files.createTempFile(folder, "err", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command(arguments))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            LoggedErrors.watch(err);
            builder.environment().keySet().removeIf(key -> key.startsWith("TANDEM_"));
            builder.environment().putAll(environment);
            return new TandemProcess(out, err, builder.start());
        } catch (IOException fault) {
            throw new AssertionError(fault);
        }
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Waits for the line that says so, and returns the address in it. */
    URI ready() {
        Awaitility.await()
                .atMost(PATIENCE)
                .failFast(this::saidWhyItEnded)
                .until(() -> output().startsWith(READY) && output().endsWith("\n"));
        return URI.create(output().substring(READY.length()).strip());
    }

    private void saidWhyItEnded() {
        assertThat(process.isAlive()).as("it ended and said: " + errors()).isTrue();
    }

    /** All that it printed on standard output. */
    String output() {
        return read(out);
    }

    /** All that it printed on standard error. */
    String errors() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException fault) {
            throw new AssertionError(fault);
        }
    }

    /** Sends a signal to it and to everything in its process group. */
    void signalGroup(String signal) {
        signal(signal, "-" + process.pid());
    }

    /** Sends a signal to it alone. */
    void signal(String signal) {
        signal(signal, String.valueOf(process.pid()));
    }

    private static void signal(String signal, String target) {
        try {
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + target)
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException fault) {
            throw new AssertionError(fault);
        }
    }

    /** Waits for its end. */
    int exitCode() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("ended; it said: " + errors())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException fault) {
            throw new AssertionError(fault);
        }
    }

    /** Kills it alone, as the kernel would. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** The status of a GET. */
    static int get(URI address) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException | InterruptedException fault) {
            throw new AssertionError(fault);
        }
    }
}
