package chat.tandem.common.redis;

import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.config.SettingsReader;
import java.net.URI;
import java.util.List;

/**
 * Where Redis is.
 *
 * @param urls one or more of {@code redis[s]://[user:password@]host:port[/db]}: the server itself, or some of the
 *     sentinels or cluster nodes to ask first
 * @param mode how to find the server behind them
 * @param shards into how many parts the state is divided, at least 1; fixed when a deployment is made
 */
public record RedisSettings(List<String> urls, Mode mode, int shards) {

    /** How the server that holds a key is found. */
    public enum Mode {
        /** One server, at the first address. */
        STANDALONE,
        /** The addresses are sentinels that know the current primary, by the name {@code mymaster}. */
        SENTINEL,
        /** The addresses are nodes of a Redis Cluster, and each shard lives where its slot does. */
        CLUSTER
    }

    /** @throws IllegalArgumentException when a value is out of its range; the message holds no password */
    public RedisSettings {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("an address of Redis is needed");
        }
        urls.forEach(RedisSettings::check);
        if (shards < 1) {
            throw new IllegalArgumentException("the number of shards must be at least 1");
        }
    }

    /** One server, not divided. */
    public static RedisSettings standalone(String url) {
        return new RedisSettings(List.of(url), Mode.STANDALONE, 1);
    }

    /**
     * Reads {@code TANDEM_REDIS_URL}, {@code TANDEM_REDIS_MODE} and {@code TANDEM_SHARDS}.
     *
     * @throws BadSettingException when one of them cannot be used
     */
    public static RedisSettings read(SettingsReader reader) {
        List<String> urls = reader.addresses("TANDEM_REDIS_URL", "redis://127.0.0.1:6379");
        Mode mode = reader.choice("TANDEM_REDIS_MODE", Mode.STANDALONE);
        int shards = reader.integer("TANDEM_SHARDS", 1, 1, 1024);
        try {
            return new RedisSettings(urls, mode, shards);
        } catch (IllegalArgumentException e) {
            throw new BadSettingException("TANDEM_REDIS_URL", String.valueOf(e.getMessage()));
        }
    }

    private static void check(String url) {
        if (!isAddress(url)) {
            throw new IllegalArgumentException("not an address such as redis://host:6379");
        }
    }

    private static boolean isAddress(String url) {
        try {
            URI uri = URI.create(url);
            return ("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Without the addresses, which may hold passwords. */
    @Override
    public String toString() {
        return "RedisSettings[" + urls.size() + " addresses, " + mode + ", " + shards + " shards]";
    }
}
