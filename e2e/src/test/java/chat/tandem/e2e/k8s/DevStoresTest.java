package chat.tandem.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The stores that the dev overlay brings, and its secrets. */
class DevStoresTest {

    private static final Path SECRETS = Folder.path(Folder.DEV).resolve("secret");

    @Test
    void redisRefusesWhenFullAndKeepsWhatItHas() {
        var redis = Folder.written().workloads().stream()
                .filter(workload -> workload.name().equals("tandem-redis"))
                .findFirst()
                .orElseThrow();
        List<String> arguments = redis.container().getArgs();
        assertThat(String.join(" ", arguments))
                .contains(
                        "--maxmemory-policy noeviction", "--appendonly yes", "--appendfsync everysec", "--maxmemory ");
    }

    @Test
    void secretsAreRandomPrivateAndMadeOnce() throws Exception {
        var before = Files.readString(SECRETS.resolve("token.env"));
        Folder.run("sh", Folder.path(Folder.DEV).resolve("secrets").toString());

        assertThat(Files.readString(SECRETS.resolve("token.env"))).isEqualTo(before);
        assertThat(before).matches("secret=dev:[0-9a-f]{48}\n");
        try (Stream<Path> files = Files.list(SECRETS)) {
            assertThat(files).hasSize(4).allSatisfy(file -> {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            });
        }
    }

    @Test
    void secretsStayOutOfTheRepository() throws Exception {
        assertThat(Files.readString(Path.of("../k8s/overlays/dev/.gitignore"))).contains("/secret/");
    }
}
