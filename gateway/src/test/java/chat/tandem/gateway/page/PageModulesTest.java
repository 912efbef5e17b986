package chat.tandem.gateway.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests of the page's modules, {@code src/test/js}, under Node: reconnecting, resuming, retrying, uploads, deduplication. */
class PageModulesTest {
    private static final int OLDEST_NODE = 18;
    private static final String NODE = "Node " + OLDEST_NODE + " or newer";
    private static final Path PAGE = Path.of("target/classes/web");
    private static final Path CONTRACT = Path.of("target/classes/contract/schemas.yaml");
    private static final Path TESTS = Path.of("src/test/js");

    @TempDir
    Path folder;

    @Test
    void theModulesOfThePageKeepTheirPromises() throws Exception {
        var node = node();
        copy(PAGE, folder.resolve("web"));
        copy(TESTS, folder);
        Files.copy(CONTRACT, folder.resolve("schemas.yaml"));
        // Tells Node what a browser knows from the script tag; the page itself needs no such file.
        Files.writeString(folder.resolve("package.json"), "{\"type\": \"module\"}");

        var output = folder.resolve("output.txt");
        var process = new ProcessBuilder(node.toString(), "--test", ".")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor()).as(() -> read(output)).isZero();
        assertThat(read(output)).containsPattern("pass [1-9]");
    }

    private static Path node() throws Exception {
        var node = Installed.program(NODE, "node", "nodejs");
        var version = new ProcessBuilder(node.toString(), "--version").start();
        var major = new String(version.getInputStream().readAllBytes(), UTF_8).replaceFirst("v(\\d+)[^$]*", "$1");
        if (Integer.parseInt(major) < OLDEST_NODE) {
            throw Installed.missing(NODE);
        }
        return node;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (var module :
                    files.filter(file -> file.toString().endsWith(".js")).toList()) {
                var copy = to.resolve(from.relativize(module));
                Files.createDirectories(copy.getParent());
                Files.copy(module, copy);
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "no output: " + e;
        }
    }
}
