package chat.tandem.e2e.attack;

import chat.tandem.e2e.Deployment;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisProcess;
import chat.tandem.testing.S3Store;
import chat.tandem.testing.ServiceProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is attacked: two gateways and all else, at the sizes of {@code k8s/base} and with every limit at its default. */
public final class Target implements AutoCloseable {
    private static final List<String> SERVICES = List.of("persistence", "matcher", "media", "gateway", "gateway");
    private static final int LIVE_PATIENCE_MILLIS = 5_000;

    private final RedisProcess redis;
    private final Deployment deployment;

    private Target(RedisProcess redis, Deployment deployment) {
        this.redis = redis;
        this.deployment = deployment;
    }

    /**
     * Starts the services over stores that are there, and returns when all are ready.
     *
     * @param own settings that go before all others
     */
    public static Target start(RedisProcess redis, String postgresUrl, S3Store s3, Map<String, String> own) {
        var settings = new HashMap<>(Deployment.settings(redis.url(), postgresUrl));
        settings.remove("TANDEM_LIMIT_EXEMPT");
        settings.putAll(Deployment.settings(s3));
        settings.putAll(own);
        return new Target(redis, Deployment.start(Processes.of(settings, Sizes.IMAGE), SERVICES, Sizes::of));
    }

    /** The processes. */
    public Deployment deployment() {
        return deployment;
    }

    /** Where floods go: {@code http://127.0.0.1:port} of both gateways. */
    public List<URI> addresses() {
        return gateways().stream().map(ServiceProcess::http).toList();
    }

    private List<ServiceProcess> gateways() {
        return deployment.all("gateway");
    }

    /** Whether every service runs, and both gateways say that they live. */
    public boolean lives() {
        long running = SERVICES.stream()
                .distinct()
                .mapToLong(service -> deployment.all(service).size())
                .sum();
        return running == SERVICES.size() && gateways().stream().allMatch(Target::lives);
    }

    private static boolean lives(ServiceProcess gateway) {
        try {
            var request = (HttpURLConnection)
                    gateway.operations().resolve("/health/live").toURL().openConnection();
            request.setConnectTimeout(LIVE_PATIENCE_MILLIS);
            request.setReadTimeout(LIVE_PATIENCE_MILLIS);
            return request.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException silent) {
            return false;
        }
    }

    /** How much memory everything takes just now. */
    public Memory memory() {
        return Memory.of(gateways(), redis);
    }

    /** How many characters all services have logged. */
    long logged() {
        return deployment.logs().length();
    }

    @Override
    public void close() {
        deployment.close();
    }
}
