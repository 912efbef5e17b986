package chat.tandem.standalone.store;

import java.io.IOException;
import java.util.Map;

/** The stores of one data folder, running. Another store (for images) joins here. */
public final class LocalStores {

    private final LocalRedis redis;
    private final LocalPostgres postgres;

    private LocalStores(LocalRedis redis, LocalPostgres postgres) {
        this.redis = redis;
        this.postgres = postgres;
    }

    /**
     * Ends what a killed predecessor left behind, then starts the stores over what they held, on the ports that they had.
     * On a failure nothing is left running.
     */
    public static LocalStores start(DataFolder data, Secrets secrets, EnvironmentFile environment)
            throws IOException, InterruptedException {
        Binaries binaries = Binaries.in(data);
        Leftovers.end(binaries);
        int redisPort = LocalPort.again(environment.before("TANDEM_REDIS_URL").orElse(""));
        LocalRedis redis = LocalRedis.start(data, binaries, secrets.redis(), redisPort);
        try {
            int postgresPort =
                    LocalPort.again(environment.before("TANDEM_POSTGRES_URL").orElse(""));
            return new LocalStores(redis, LocalPostgres.start(data, binaries, secrets.postgres(), postgresPort));
        } catch (Throwable fault) {
            redis.stop();
            throw fault;
        }
    }

    /** The settings by which every service finds them. */
    public Map<String, String> addresses() {
        return Map.of(
                "TANDEM_REDIS_URL",
                redis.url(),
                "TANDEM_REDIS_MODE",
                "standalone",
                "TANDEM_POSTGRES_URL",
                postgres.url());
    }

    /** Stops them; what they hold is on disk then. */
    public void stop() {
        postgres.stop();
        redis.stop();
    }
}
