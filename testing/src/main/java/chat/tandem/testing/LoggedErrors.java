package chat.tandem.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The errors that services logged since they were last asked for: those in this process, exceptions that nobody caught
 * included, and those of the services that {@link Processes} started. It knows nothing of JUnit, since measurements start
 * services, too. Safe to use from any thread.
 */
public final class LoggedErrors {
    /** A line of a service in text or JSON, or of the virtual machine itself. */
    private static final Pattern ERROR_LINE =
            Pattern.compile("^\\S+ \\S+ ERROR .*|^\\{.*\"level\":\"ERROR\".*|^Exception in thread .*");

    /**
     * Parts of lines of what belongs to tests and not to services: the store for images, their HTTP clients, and Netty where
     * a test closes Vert.x before the last of its connections is closed, or the last call that a worker makes has ended.
     */
    private static final List<String> OF_TESTS = List.of(
            "S3ProxyHandler -",
            "HttpClientResponseImpl -",
            "DefaultPromise.rejectedExecution -",
            "RejectedExecutionException: event executor terminated");

    private static final int MOST = 100;
    private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();
    private static final Queue<Path> FILES = new ConcurrentLinkedQueue<>();

    private LoggedErrors() {}

    /** Takes note of an error. */
    static void note(String line) {
        if (SEEN.size() < MOST && OF_TESTS.stream().noneMatch(line::contains)) {
            SEEN.add(line);
        }
    }

    /** Takes note of the errors in what a process printed. */
    static void noteAll(String process, Stream<String> lines) {
        lines.filter(line -> ERROR_LINE.matcher(line).matches()).forEach(line -> note(process + ": " + line));
    }

    /** Looks into a file, which a process prints to, when the test is over. */
    public static void watch(Path file) {
        FILES.add(file);
    }

    /** Takes note of the errors in the files that are watched. */
    static void readFiles() {
        for (Path file = FILES.poll(); file != null; file = FILES.poll()) {
            try (Stream<String> lines = Files.lines(file)) {
                noteAll(file.getFileName().toString(), lines);
            } catch (IOException gone) {
                note(file + " could not be read");
            }
        }
    }

    /** The errors seen since the last time that none of these parts is in. */
    static List<String> takeUnnamed(List<String> named) {
        List<String> unnamed = new ArrayList<>();
        for (String line = SEEN.poll(); line != null; line = SEEN.poll()) {
            if (named.stream().noneMatch(line::contains)) {
                unnamed.add(line);
            }
        }
        return unnamed;
    }
}
