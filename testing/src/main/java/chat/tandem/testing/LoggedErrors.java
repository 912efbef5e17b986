package chat.tandem.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The check that nothing logged an error that its test did not name by {@link LogsErrors}: neither what runs in the test's
 * own process, exceptions that nobody caught included, nor a service that {@link Processes} started. It stands before and
 * after every test of a module that has this one on its class path. An error fails the test after which it is seen first.
 */
public final class LoggedErrors
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, Extension {
    private static final Namespace NAMESPACE = Namespace.create(LoggedErrors.class);

    /** A line of a service in text or JSON, or of the virtual machine itself. */
    private static final Pattern ERROR_LINE =
            Pattern.compile("^\\S+ \\S+ ERROR .*|^\\{.*\"level\":\"ERROR\".*|^Exception in thread .*");

    /**
     * The loggers of what belongs to tests and not to services: the store for images, their HTTP clients, and Netty where
     * a test closes Vert.x before the last of its connections is closed.
     */
    private static final List<String> OF_TESTS =
            List.of("S3ProxyHandler -", "HttpClientResponseImpl -", "DefaultPromise.rejectedExecution -");

    private static final int MOST = 100;
    private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();
    private static final Queue<Path> FILES = new ConcurrentLinkedQueue<>();

    /** Used by JUnit, which finds this class among the services. */
    public LoggedErrors() {}

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

    @Override
    public void beforeAll(ExtensionContext context) {
        ErrorAppender.attach();
        checkAtTheEnd(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        checkAtTheEnd(context);
    }

    /** When everything of the test or class is closed. */
    private static void checkAtTheEnd(ExtensionContext context) {
        AutoCloseable check = () -> check(context);
        context.getStore(NAMESPACE).put("check", check);
    }

    /** Temporary folders go before the check. */
    @Override
    public void afterEach(ExtensionContext context) {
        readFiles();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        readFiles();
    }

    private static void readFiles() {
        for (Path file = FILES.poll(); file != null; file = FILES.poll()) {
            try (Stream<String> lines = Files.lines(file)) {
                noteAll(file.getFileName().toString(), lines);
            } catch (IOException gone) {
                note(file + " could not be read");
            }
        }
    }

    private static void check(ExtensionContext context) {
        List<String> unnamed = takeUnnamed(named(context));
        if (!unnamed.isEmpty()) {
            throw new AssertionError("logged without being named by @LogsErrors:\n" + String.join("\n", unnamed));
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

    private static List<String> named(ExtensionContext context) {
        List<String> named = new ArrayList<>();
        for (Optional<ExtensionContext> at = Optional.of(context);
                at.isPresent();
                at = at.get().getParent()) {
            at.get()
                    .getElement()
                    .flatMap(element -> AnnotationSupport.findAnnotation(element, LogsErrors.class))
                    .ifPresent(annotation -> named.addAll(List.of(annotation.value())));
        }
        return named;
    }
}
