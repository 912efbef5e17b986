package chat.tandem.e2e;

import chat.tandem.testing.Processes;
import chat.tandem.testing.S3Store;
import chat.tandem.testing.ServiceProcess;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Tandem's services, each a process, over a Redis and a PostgreSQL that are there: what an operator would deploy. */
public final class Deployment implements AutoCloseable {
    private final Processes processes;

    private Deployment(Processes processes) {
        this.processes = processes;
    }

    /** Settings that every service gets: where the stores are, a secret for tokens, and no limits for this machine. */
    public static Map<String, String> settings(String redisUrl, String postgresUrl) {
        return Map.of(
                "TANDEM_REDIS_URL",
                redisUrl,
                "TANDEM_POSTGRES_URL",
                postgresUrl,
                "TANDEM_TOKEN_SECRET",
                "k1:for this machine alone but long enough for a key",
                "TANDEM_LIMIT_EXEMPT",
                "127.0.0.0/8");
    }

    /** Settings of the store for images. */
    public static Map<String, String> settings(S3Store store) {
        return Map.of(
                "TANDEM_S3_ENDPOINT",
                store.endpoint(),
                "TANDEM_S3_REGION",
                store.region(),
                "TANDEM_S3_BUCKET",
                store.bucket(),
                "TANDEM_S3_ACCESS_KEY",
                store.accessKey(),
                "TANDEM_S3_SECRET_KEY",
                store.secretKey(),
                "TANDEM_S3_PATH_STYLE",
                "true");
    }

    /** Migrates, starts the services in this order, and returns when all are ready. */
    public static Deployment start(Processes processes, List<String> services) {
        return start(processes, services, service -> Map.of());
    }

    /** The same with settings of each service's own, by its name. */
    public static Deployment start(
            Processes processes, List<String> services, Function<String, Map<String, String>> own) {
        var deployment = new Deployment(processes);
        try {
            deployment.startAll(services, own);
            return deployment;
        } catch (RuntimeException | Error e) {
            deployment.close();
            throw e;
        }
    }

    private void startAll(List<String> services, Function<String, Map<String, String>> own) {
        var code = processes.run("persistence", "migrate");
        if (code != 0) {
            throw new IllegalStateException("migrate ended with " + code + ":\n" + logs());
        }
        services.forEach(service -> processes.start(service, own.apply(service)));
        processes.awaitReady();
    }

    /** Those that run, of one service. */
    public List<ServiceProcess> all(String service) {
        return processes.started().stream()
                .filter(process -> process.name().startsWith(service) && process.alive())
                .toList();
    }

    /** Starts a gateway at the address of one that is gone, and returns when it is ready. */
    ServiceProcess replace(ServiceProcess gone) {
        var gateway = processes.start(
                "gateway",
                Map.of(
                        "TANDEM_HTTP_PORT", Integer.toString(gone.http().getPort()),
                        "TANDEM_OPS_PORT", Integer.toString(gone.operations().getPort())));
        gateway.awaitReady();
        return gateway;
    }

    /** Starts one more of a service, and returns at once. */
    ServiceProcess add(String service) {
        return processes.start(service);
    }

    /** Where clients connect. */
    public List<URI> gateways() {
        return all("gateway").stream().map(ServiceProcess::webSocket).toList();
    }

    /** What all of them have printed. */
    public String logs() {
        return String.join(
                "\n",
                processes.started().stream()
                        .map(process -> "== " + process.name() + "\n" + process.log())
                        .toList());
    }

    /** Asks every one that runs to end, the clients' side first; answers the exit codes by name. */
    Map<String, Integer> stop() {
        var codes = new HashMap<String, Integer>();
        Stream.of("gateway", "matcher", "persistence", "media")
                .flatMap(service -> all(service).stream())
                .forEach(process -> codes.put(process.name(), process.stop()));
        return codes;
    }

    @Override
    public void close() {
        processes.close();
    }
}
