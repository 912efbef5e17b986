package chat.tandem.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client for JavaScript as a package: what npm would publish is all that an application needs. */
class ClientPackageIT {
    @TempDir
    Path folder;

    private void install() throws IOException {
        NodePackages.require();
        Files.writeString(folder.resolve("package.json"), "{\"private\": true}");
        for (int version = 0; version < 9; version++) {
            Files.writeString(folder.resolve("tandem-chat-client-0.0." + version + ".tgz"), "packed before");
        }
        assertThat(NodePackages.ends(
                        folder,
                        "npm",
                        "install",
                        "--offline",
                        "--silent",
                        NodePackages.pack(folder).toString()))
                .isTrue();
    }

    private boolean node(String program) {
        return NodePackages.ends(folder, "node", "--input-type=module", "--eval", program);
    }

    @Test
    void itInstallsAloneInAnEmptyFolderAndIsOneImport() throws IOException {
        install();
        assertThat(folder.resolve("node_modules/.package-lock.json")).content().containsOnlyOnce("\"node_modules/");
        assertThat(folder.resolve("node_modules/tandem-chat-client")).isDirectoryContaining("glob:**/LICENSE");
        assertThat(node("import { Tandem } from 'tandem-chat-client'; new Tandem({url: 'http://localhost'});"))
                .isTrue();
        assertThat(node("import 'tandem-chat-client/tandem/link.js';"))
                .as("what is inside is nobody's business")
                .isFalse();
    }

    @Test
    void aStrictProgramCompilesAgainstItsTypes() throws IOException {
        install();
        Path tsc = NodePackages.require().resolve("node_modules/typescript/bin/tsc");
        Files.copy(Path.of("src/test/node/sample.ts"), folder.resolve("sample.ts"));
        assertThat(NodePackages.ends(
                        folder,
                        "node",
                        tsc.toString(),
                        "--strict",
                        "--noEmit",
                        "--target",
                        "es2022",
                        "--module",
                        "nodenext",
                        "--lib",
                        "es2022,dom",
                        "sample.ts"))
                .isTrue();
    }
}
