package chat.tandem.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./tandem} itself, over folders that only look like a checkout and like JDKs. */
class TandemScriptTest {

    private static final List<String> SOURCES =
            List.of("common", "gateway", "matcher", "persistence", "media", "socketio", "standalone");

    private record Outcome(int exitCode, String output, String errors) {}

    @TempDir
    private Path folder = Path.of("");

    private Path home = folder;

    @BeforeEach
    void layOut() throws IOException {
        home = Files.createDirectory(folder.resolve("a checkout"));
        Files.copy(Path.of("../tandem"), home.resolve("tandem"));
        Files.createFile(home.resolve("pom.xml"));
        for (String source : SOURCES) {
            Files.createDirectories(home.resolve(source).resolve("src/main"));
        }
        Files.createDirectories(home.resolve("standalone/target"));
        Files.createFile(home.resolve("standalone/target/tandem-standalone.jar"));
        stampBuilt(Instant.now().plusSeconds(60));
    }

    private void stampBuilt(Instant when) throws IOException {
        Path stamp = home.resolve("standalone/target/built");
        Files.writeString(stamp, "");
        Files.setLastModifiedTime(stamp, FileTime.from(when));
    }

    /** A JDK whose {@code java} only says who it is and what it was given. */
    private Path jdk(String name, String version) throws IOException {
        Path jdk = Files.createDirectories(folder.resolve(name));
        Files.createDirectory(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(jdk.resolve("bin/java"), "echo " + name + "; for word; do echo \"<$word>\"; done");
        script(jdk.resolve("bin/javac"), "exit 1");
        return jdk;
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Outcome run(Map<String, String> environment, Path script, String... arguments) {
        try {
            Path errors = folder.resolve("errors");
            List<String> command = new ArrayList<>(List.of(script.toString()));
            command.addAll(List.of(arguments));
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
            builder.environment().remove("JAVA_HOME");
            builder.environment().putAll(environment);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output, Files.readString(errors));
        } catch (IOException | InterruptedException fault) {
            throw new AssertionError(fault);
        }
    }

    @Test
    void theJdkOfJavaHomeIsTakenAndArgumentsArriveAsTheyAre() throws IOException {
        Path jdk = jdk("new", "21.0.2");

        Outcome outcome = run(Map.of("JAVA_HOME", jdk.toString()), home.resolve("tandem"), "--data", "my data");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output().lines())
                .startsWith("new")
                .endsWith(
                        "<" + home.toRealPath() + "/standalone/target/tandem-standalone.jar>", "<--data>", "<my data>");
    }

    @Test
    void aJdkThatIsTooOldGivesWayToTheOneInThePath() throws IOException {
        Path old = jdk("old", "17.0.15");
        Path path = jdk("path", "25");

        Outcome outcome = run(
                Map.of("JAVA_HOME", old.toString(), "PATH", path.resolve("bin") + ":" + System.getenv("PATH")),
                home.resolve("tandem"));

        assertThat(outcome.output()).startsWith("path\n");
    }

    @Test
    void itWorksThroughALinkFromAnywhere() throws IOException {
        Path jdk = jdk("new", "21");
        Path link = Files.createSymbolicLink(folder.resolve("link"), home.resolve("tandem"));

        assertThat(run(Map.of("JAVA_HOME", jdk.toString()), link).output())
                .contains(home.toRealPath() + "/standalone/target/tandem-standalone.jar");
    }

    @Test
    void whatIsNotBuiltIsBuiltQuietly() throws IOException {
        stampBuilt(Instant.EPOCH);
        script(home.resolve("mvnw"), "echo 'much noise'; echo \"$JAVA_HOME\" > built-with");
        Path jdk = jdk("new", "21");

        Outcome outcome = run(Map.of("JAVA_HOME", jdk.toString()), home.resolve("tandem"));

        assertThat(outcome.output()).startsWith("new\n").doesNotContain("noise");
        assertThat(outcome.errors().lines()).hasSize(1);
        assertThat(home.resolve("built-with")).hasContent(jdk.toString());
    }

    @Test
    void aBuildThatFailsSaysSoInShort() throws IOException {
        stampBuilt(Instant.EPOCH);
        script(home.resolve("mvnw"), "echo noise; echo '[ERROR] it does not compile'; exit 1");
        Path jdk = jdk("new", "21");

        Outcome outcome = run(Map.of("JAVA_HOME", jdk.toString()), home.resolve("tandem"));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors())
                .contains("it does not compile", "build.log")
                .doesNotContain("noise");
    }
}
