package chat.tandem.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Programs that some tests need and a machine may lack, such as Chromium or Node. A test whose program is missing is
 * skipped with one line on standard output, which begins with {@code SKIPPED}; where {@code TANDEM_TEST_TOOLS} is
 * {@code required}, as in continuous integration, it fails.
 */
public final class Installed {
    private Installed() {}

    /**
     * Finds a program on {@code PATH}.
     *
     * @param what its name in words, for the line that says what is missing
     * @param commands the names it goes by, the preferred one first
     */
    public static Path program(String what, String... commands) {
        return Arrays.stream(commands)
                .flatMap(command -> find(command).stream())
                .findFirst()
                .orElseThrow(() -> missing(what));
    }

    /** The program of that name on {@code PATH}, for a test that can do with less. */
    public static Optional<Path> find(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What a test throws to be skipped, or to fail where tools are required: for a program that is there, but too old. */
    public static RuntimeException missing(String what) {
        if ("required".equals(System.getenv("TANDEM_TEST_TOOLS"))) {
            return new IllegalStateException(what + " is not installed, but TANDEM_TEST_TOOLS requires it");
        }
        System.out.println("SKIPPED: a test needs " + what + ", which is not installed");
        return new TestAbortedException(what + " is not installed");
    }
}
