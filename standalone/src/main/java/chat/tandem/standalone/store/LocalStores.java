package chat.tandem.standalone.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** The stores of one data folder, running. */
public final class LocalStores {

    private final Map<String, String> addresses = new TreeMap<>(Map.of("TANDEM_REDIS_MODE", "standalone"));
    private final Deque<Runnable> running = new ArrayDeque<>();

    private LocalStores() {}

    /**
     * Ends what a killed predecessor left behind, then starts the stores over what they held, on the ports that they had.
     * On a failure nothing is left running.
     */
    public static LocalStores start(DataFolder data, Secrets secrets, EnvironmentFile environment, PageHost page)
            throws IOException, InterruptedException {
        LocalStores stores = new LocalStores();
        try {
            stores.startAll(data, secrets, environment, page);
            return stores;
        } catch (Throwable fault) {
            stores.stop();
            throw fault;
        }
    }

    private void startAll(DataFolder data, Secrets secrets, EnvironmentFile environment, PageHost page)
            throws IOException, InterruptedException {
        Binaries binaries = Binaries.in(data);
        Leftovers.end(binaries);
        LocalS3 s3 = LocalS3.start(data, secrets.s3(), page, port(environment, "TANDEM_S3_ENDPOINT"));
        running.push(s3::stop);
        addresses.putAll(s3.addresses());
        LocalRedis redis = LocalRedis.start(data, binaries, secrets.redis(), port(environment, "TANDEM_REDIS_URL"));
        running.push(redis::stop);
        addresses.put("TANDEM_REDIS_URL", redis.url());
        LocalPostgres postgres =
                LocalPostgres.start(data, binaries, secrets.postgres(), port(environment, "TANDEM_POSTGRES_URL"));
        running.push(postgres::stop);
        addresses.put("TANDEM_POSTGRES_URL", postgres.url());
    }

    private static int port(EnvironmentFile environment, String key) {
        return LocalPort.again(environment.before(key).orElse(""));
    }

    /** The settings by which every service finds them. */
    public Map<String, String> addresses() {
        return Map.copyOf(addresses);
    }

    /** Stops them; what they hold is on disk then. */
    public void stop() {
        while (!running.isEmpty()) {
            running.pop().run();
        }
    }
}
