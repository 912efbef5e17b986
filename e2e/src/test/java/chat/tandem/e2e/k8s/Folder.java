package chat.tandem.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.Installed;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder {@code k8s}, read from a copy that has the secrets which a developer makes. */
final class Folder {

    /** Where the overlay for development is in it. */
    static final String DEV = "overlays/dev";

    /** An environment with its stores outside. */
    static final String EXAMPLE = "overlays/example";

    private static final String KUBECTL = "kubectl";

    /** The first with a kustomize of today's form, as the minor version of kubectl. */
    private static final int OLDEST = 27;

    private static final Path COPY = copy(Path.of("../k8s"));

    private Folder() {}

    private static Path copy(Path original) {
        try {
            Path copy = Files.createTempDirectory("tandem-k8s");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(copy)));
            try (Stream<Path> files = Files.walk(original)) {
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(file -> !original.relativize(file).startsWith(DEV + "/secret"))
                        .toList()) {
                    Path target = copy.resolve(original.relativize(file));
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
            run("sh", copy.resolve(DEV).resolve("secrets").toString());
            return copy;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException leftBehind) {
            // The system clears its folder of temporary files.
        }
    }

    /** The dev overlay without kubectl. */
    static Manifests written() {
        return new Manifests("as written", Kustomization.objects(COPY.resolve(DEV)));
    }

    /** The dev overlay as kubectl renders it, where that is installed. */
    static Optional<Manifests> rendered() {
        return Installed.find(KUBECTL).filter(Folder::isNewEnough).map(kubectl -> render(kubectl, DEV));
    }

    /** The overlay that is an example, likewise, with the secrets that it leaves to whoever runs it. */
    static Optional<Manifests> example() {
        return Installed.find(KUBECTL).filter(Folder::isNewEnough).map(kubectl -> {
            Manifests rendered = render(kubectl, EXAMPLE);
            var objects = new ArrayList<>(rendered.objects());
            objects.addAll(written().all(Secret.class));
            return new Manifests(rendered.name(), objects);
        });
    }

    /** What kubectl makes of a folder in {@code k8s}. */
    static Manifests render(Path kubectl, String folder) {
        String yaml = run(kubectl.toString(), "kustomize", COPY.resolve(folder).toString());
        return new Manifests("rendered " + folder, StrictYaml.objects(yaml));
    }

    /** Skips the test that needs it where it is missing. */
    static Path kubectl() {
        Path found = Installed.program(KUBECTL, KUBECTL);
        if (!isNewEnough(found)) {
            throw Installed.missing("kubectl 1." + OLDEST + " or newer");
        }
        return found;
    }

    private static boolean isNewEnough(Path kubectl) {
        var version = Pattern.compile("\"gitVersion\": *\"v1\\.(\\d+)")
                .matcher(run(kubectl.toString(), "version", "--client", "--output=json"));
        return version.find() && Integer.parseInt(version.group(1)) >= OLDEST;
    }

    /** The path of a file or folder in it. */
    static Path path(String name) {
        return COPY.resolve(name);
    }

    /** What a command prints; nothing else may be said, not even a warning. */
    static String run(String... command) {
        try {
            Path said = Files.createTempFile("tandem-k8s", ".err");
            Process process =
                    new ProcessBuilder(command).redirectError(said.toFile()).start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            assertThat(Files.readString(said)).as(String.join(" ", command)).isEmpty();
            assertThat(code).as(String.join(" ", command)).isZero();
            Files.delete(said);
            return printed;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
