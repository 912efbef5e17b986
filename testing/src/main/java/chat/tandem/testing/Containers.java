package chat.tandem.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Stores in containers, where a Docker engine answers. */
final class Containers {
    private static final String REDIS = "redis:7-alpine";
    private static final String POSTGRES = "postgres:18-alpine";

    private Containers() {}

    /** A store in a container, and its address. */
    record Running(GenericContainer<?> container, String url) implements AutoCloseable {
        @Override
        public void close() {
            container.stop();
        }
    }

    /** Asks Docker only where there is a sign of it: asking in vain takes seconds and fills the log. */
    static boolean available() {
        boolean sign = System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
        return sign && DockerClientFactory.instance().isDockerAvailable();
    }

    static Running redis() {
        GenericContainer<?> redis = start(new GenericContainer<>(DockerImageName.parse(REDIS)).withExposedPorts(6379));
        return new Running(redis, "redis://" + redis.getHost() + ":" + redis.getMappedPort(6379));
    }

    static Running postgres() {
        GenericContainer<?> postgres = start(new GenericContainer<>(DockerImageName.parse(POSTGRES))
                .withExposedPorts(5432)
                .withEnv("POSTGRES_PASSWORD", "tandem")
                .withCommand("postgres", "-c", "fsync=off")
                .waitingFor(Wait.forLogMessage(".*database system is ready to accept connections.*\\s", 2)));
        String address = postgres.getHost() + ":" + postgres.getMappedPort(5432);
        return new Running(postgres, "postgresql://postgres:tandem@" + address + "/postgres");
    }

    private static GenericContainer<?> start(GenericContainer<?> container) {
        container.start();
        return container;
    }
}
