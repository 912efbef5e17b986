package chat.tandem.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.ops.BuildInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Pods run what the build makes. */
@ParameterizedClass
@MethodSource("chat.tandem.e2e.k8s.Manifests#all")
class ImagesTest {

    private final Manifests manifests;

    ImagesTest(Manifests manifests) {
        this.manifests = manifests;
    }

    @Test
    void everyImageIsOfAVersion() {
        assertThat(manifests.workloads())
                .extracting(workload -> workload.container().getImage())
                .allMatch(image -> image.matches("[a-z0-9./-]+:[0-9][A-Za-z0-9._-]*"));
    }

    @Test
    void tandemsOwnAreThoseOfThisBuild() {
        String version = BuildInfo.read().version();
        for (var workload : manifests.tandem()) {
            String service = workload.component().equals("migrate") ? "persistence" : workload.component();
            assertThat(workload.container().getImage()).isEqualTo("tandem-" + service + ":" + version);
            assertThat(read("../" + service + "/pom.xml"))
                    .contains("<artifactId>jib-maven-plugin</artifactId>", "<jib.skip>false</jib.skip>")
                    .contains("<finalName>tandem-" + service + "</finalName>");
        }
    }

    @Test
    void theUserIsThatOfTheImage() {
        for (var workload : manifests.tandem()) {
            var security = workload.pod().getSecurityContext();
            assertThat(read("../pom.xml"))
                    .contains("<user>" + security.getRunAsUser() + ":" + security.getRunAsGroup() + "</user>");
        }
    }

    @Test
    void theMigrationIsASubcommand() {
        assertThat(manifests.tandem().stream()
                        .filter(workload -> workload.component().equals("migrate"))
                        .map(workload -> workload.container().getArgs()))
                .singleElement()
                .satisfies(arguments -> assertThat(arguments).containsExactly("migrate"));
        assertThat(manifests.services())
                .allMatch(service -> service.container().getArgs().isEmpty()
                        && service.container().getCommand().isEmpty());
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }
}
