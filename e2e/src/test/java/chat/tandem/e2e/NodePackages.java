package chat.tandem.e2e;

import chat.tandem.testing.Installed;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The clients for JavaScript: those of the registry, by a lock file, and ours, packed and installed as anybody would have it. */
final class NodePackages {
    private static final Path SCRIPTS = Path.of("src/test/node");
    private static final Path WORK = Path.of("target/node").toAbsolutePath();
    private static final Path OURS = Path.of("../client").toAbsolutePath().normalize();
    private static final String MISSING = "Node, npm, and a registry or what was once fetched from it";
    private static @Nullable Boolean installed;

    private NodePackages() {}

    /** The folder in which they are. Skips the test, visibly, where they cannot be had. */
    static synchronized Path require() {
        Installed.program("Node", "node");
        Installed.program("npm", "npm");
        if (installed == null) {
            installed = install();
        }
        if (!installed) {
            throw Installed.missing(MISSING);
        }
        return WORK;
    }

    private static boolean install() {
        try {
            Files.createDirectories(WORK);
            try (Stream<Path> files = Files.list(SCRIPTS)) {
                for (Path file : files.toList()) {
                    Files.copy(file, WORK.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return fetched()
                    && ends(
                            "npm",
                            "install",
                            "--offline",
                            "--no-save",
                            "--silent",
                            pack(WORK).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the lock file names; fetched again only when that has changed. */
    private static boolean fetched() throws IOException {
        Path lock = WORK.resolve("package-lock.json");
        Path last = WORK.resolve("fetched.json");
        if (Files.exists(last) && Files.mismatch(lock, last) < 0) {
            return true;
        }
        boolean fetched = ends("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries", "1");
        if (fetched) {
            Files.copy(lock, last, StandardCopyOption.REPLACE_EXISTING);
        }
        return fetched;
    }

    /** Packs our client as it would be published, and returns the package. */
    static Path pack(Path folder) {
        // It says the name, which goes by the version: beside it may lie what was packed of another.
        return said(WORK, "npm", "pack", "--silent", OURS.toString(), "--pack-destination", folder.toString())
                .flatMap(text -> text.lines().reduce((first, last) -> last))
                .map(folder::resolve)
                .orElseThrow(() -> new AssertionError("npm pack failed"));
    }

    /** Runs a command where the packages are. */
    static Process run(String... command) {
        return start(require(), command);
    }

    private static Process start(Path folder, String... command) {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean ends(String... command) {
        return ends(WORK, command);
    }

    /** Whether a command ends well, within two minutes. */
    static boolean ends(Path folder, String... command) {
        return said(folder, command).isPresent();
    }

    /** What a command says that ends well, within two minutes. What one says that does not goes to the test's own output. */
    private static Optional<String> said(Path folder, String... command) {
        try {
            Path output = Files.createTempFile("tandem-node", ".txt");
            // Nothing of this process is shared: it speaks with whoever runs the tests over its own standard streams.
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean well = process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
            process.destroyForcibly();
            String said = Files.readString(output);
            Files.delete(output);
            if (!well) {
                System.err.println(String.join(" ", command) + ": " + said);
            }
            return well ? Optional.of(said) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            return Optional.empty();
        }
    }
}
