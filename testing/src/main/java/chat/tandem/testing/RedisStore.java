package chat.tandem.testing;

/** A real Redis that the tests of one JVM share, see {@link Stores}. */
public final class RedisStore implements AutoCloseable {
    private static final String ADDRESS = "TANDEM_TEST_REDIS_URL";
    private static final String CLUSTER_ADDRESS = "TANDEM_TEST_REDIS_CLUSTER_URL";

    private final String url;
    private final Runnable stop;

    private RedisStore(String url, Runnable stop) {
        this.url = url;
        this.stop = stop;
    }

    static RedisStore open(boolean cluster) {
        String given = System.getenv(cluster ? CLUSTER_ADDRESS : ADDRESS);
        if (given != null && !given.isBlank()) {
            return new RedisStore(given, () -> {});
        }
        if (!cluster && Containers.available()) {
            Containers.Running redis = Containers.redis();
            return new RedisStore(redis.url(), redis::close);
        }
        RedisProcess process = RedisProcess.start(cluster);
        return new RedisStore(process.url(), process::close);
    }

    /** Returns the address, such as {@code redis://127.0.0.1:40123}. */
    public String url() {
        return url;
    }

    /** Empties it, loaded scripts included, and returns a view of it whose closing leaves the server alone. */
    public RedisStore fresh() {
        try (RedisShell shell = RedisShell.connect(url)) {
            shell.command("FLUSHALL");
            shell.command("SCRIPT", "FLUSH");
        }
        return new RedisStore(url, () -> {});
    }

    /**
     * Sends one command, as {@code redis-cli} would, and returns its reply as text (a list's elements on a line each).
     *
     * @throws IllegalStateException when Redis answers with an error
     */
    public String command(String... words) {
        try (RedisShell shell = RedisShell.connect(url)) {
            return shell.command(words);
        }
    }

    @Override
    public void close() {
        stop.run();
    }
}
