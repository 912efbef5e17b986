package chat.tandem.e2e;

import chat.tandem.testing.ServiceProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code bench load} as a process of its own beside what it measures, watched while it runs. */
public final class LoadProcess implements AutoCloseable {
    private static final String STAGE_BEGINS = "running at";

    private final Process process;
    private final CompletableFuture<String> output = new CompletableFuture<>();
    private int stages;

    private LoadProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().start(() -> output.complete(text(process.inputReader())));
        Thread.ofVirtual().start(() -> watch(process.errorReader()));
    }

    /**
     * The words that run it, on the class path of this program.
     *
     * @param arguments further options of {@code bench load}
     */
    public static List<String> command(Deployment deployment, List<String> arguments) {
        return command(deployment, deployment.gateways(), arguments);
    }

    private static List<String> command(Deployment deployment, List<URI> gateways, List<String> arguments) {
        var words = new ArrayList<>(program("-Xmx512m"));
        words.addAll(List.of(
                "load", "--gateways", gateways.stream().map(Object::toString).collect(Collectors.joining(","))));
        for (var service : List.of("gateway", "matcher", "persistence")) {
            deployment.all(service).stream()
                    .map(ServiceProcess::pid)
                    .forEach(pid -> words.addAll(List.of("--pid", service + "=" + pid)));
        }
        words.addAll(arguments);
        return words;
    }

    /**
     * The words that run {@code bench} on the class path of this program, without a command.
     *
     * @param heap the limit on its heap, such as {@code -Xmx512m}
     */
    public static List<String> program(String heap) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                heap,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                "chat.tandem.bench.Main");
    }

    /** Without what tests bring along: their logs go to standard output, where the result is. */
    private static String classPath() {
        var path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Starts it on all gateways. */
    public static LoadProcess start(Deployment deployment, List<String> arguments) {
        return start(deployment, deployment.gateways(), arguments);
    }

    /** Starts it on some of the gateways. */
    public static LoadProcess start(Deployment deployment, List<URI> gateways, List<String> arguments) {
        try {
            return new LoadProcess(new ProcessBuilder(command(deployment, gateways, arguments)).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(BufferedReader reader) {
        return reader.lines().collect(Collectors.joining("\n"));
    }

    private void watch(BufferedReader reader) {
        reader.lines().forEach(line -> {
            System.err.println("load: " + line);
            if (line.startsWith(STAGE_BEGINS)) {
                stageBegins();
            }
        });
    }

    private synchronized void stageBegins() {
        stages++;
        notifyAll();
    }

    /**
     * Waits until a stage has begun, or it has ended, but not for longer than said.
     *
     * @param stage counts from 0
     * @return whether the stage has begun, or all is over
     */
    public synchronized boolean awaitStage(int stage, Duration atMost) {
        var end = System.nanoTime() + atMost.toNanos();
        while (stages <= stage && process.isAlive()) {
            var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            try {
                wait(Math.min(left, 500));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Waits for its end, but not for longer than said; answers whether it has ended. */
    public boolean awaitEnd(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What it printed, when it has ended: lines of a log may stand before it. */
    public JsonNode result() {
        try {
            var json =
                    output.join().lines().dropWhile(line -> !line.equals("{")).collect(Collectors.joining("\n"));
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("the generator printed no result", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
