package chat.tandem.e2e.attack;

import chat.tandem.e2e.LoadProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code bench flood}, {@code fuzz} or {@code sink} as a process of its own. */
public final class BenchProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private BenchProcess(List<String> command) {
        try {
            process =
                    new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
            output = process.inputReader();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts floods at the lowest priority, one after the other. */
    static BenchProcess flood(String names, List<URI> gateways, String from, Duration each, String... more) {
        var words = new ArrayList<>(List.of("flood", "--name", names, "--from", from, "--seconds"));
        words.add(Long.toString(each.toSeconds()));
        words.addAll(Arrays.asList(more));
        return hostile(gateways, words);
    }

    /** Starts a command of {@code bench} against gateways at the lowest priority. */
    public static BenchProcess hostile(List<URI> gateways, List<String> words) {
        var command = new ArrayList<>(List.of("nice", "-n", "19"));
        command.addAll(LoadProcess.program("-Xmx1g"));
        command.addAll(words);
        command.add("--gateways");
        command.add(gateways.stream().map(Object::toString).collect(Collectors.joining(",")));
        return new BenchProcess(command);
    }

    /** Starts the sinks. */
    static BenchProcess sink() {
        var command = new ArrayList<>(LoadProcess.program("-Xmx512m"));
        command.add("sink");
        return new BenchProcess(command);
    }

    /** The addresses of the sinks, when they listen. */
    List<URI> addresses() {
        try {
            return Arrays.stream(String.valueOf(output.readLine()).split(",", -1))
                    .map(URI::create)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it printed, when it is over. */
    public JsonNode results() {
        try {
            return new ObjectMapper().readTree(output.lines().collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException("the flood printed no result", e);
        }
    }

    /** Whether it has printed more, or has ended, within so long; what it printed is for {@link #line}. */
    boolean awaitLine(Duration atMost) {
        try {
            return output.ready() || awaitEnd(atMost) || output.ready();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line that it prints, as JSON: a {@code FloodResult}. */
    JsonNode line() {
        try {
            return new ObjectMapper().readTree(String.valueOf(output.readLine()));
        } catch (IOException e) {
            throw new UncheckedIOException("the flood printed no result", e);
        }
    }

    /** Whether it has ended within so long. */
    public boolean awaitEnd(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
