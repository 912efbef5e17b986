package chat.tandem.common.config;

import java.util.Set;

/**
 * Every setting of every service, so that one process can be given the settings of all, and a misspelt one is noticed.
 * The same keys stand in {@code docs/OPERATIONS.md}; a test holds the two together.
 */
public final class KnownSettings {

    /** What may also be given as the name of a file that holds it, under the same key with {@code _FILE}. */
    public static final Set<String> SECRET = Set.of(
            "TANDEM_POSTGRES_URL",
            "TANDEM_REDIS_URL",
            "TANDEM_S3_ACCESS_KEY",
            "TANDEM_S3_SECRET_KEY",
            "TANDEM_TOKEN_HOST_SECRET",
            "TANDEM_TOKEN_SECRET");

    /** What is no secret. */
    public static final Set<String> PLAIN = Set.of(
            "TANDEM_ALLOWED_ORIGINS",
            "TANDEM_ANNOUNCE_AFTER",
            "TANDEM_DRAIN",
            "TANDEM_EVENTS_BODIES",
            "TANDEM_EVENTS_RETAINED",
            "TANDEM_GATEWAY_LEASE",
            "TANDEM_GATEWAY_LOOPS",
            "TANDEM_GRACE",
            "TANDEM_GUESTS",
            "TANDEM_HEARTBEAT",
            "TANDEM_HELLO_DEADLINE",
            "TANDEM_HTTP_HOST",
            "TANDEM_HTTP_PORT",
            "TANDEM_IDLE_MEMORY",
            "TANDEM_IDLE_TIMEOUT",
            "TANDEM_LAST_RESORT",
            "TANDEM_LIMIT_BYTES",
            "TANDEM_LIMIT_COMMANDS",
            "TANDEM_LIMIT_CONNECTIONS",
            "TANDEM_LIMIT_EXEMPT",
            "TANDEM_LIMIT_GUESTS",
            "TANDEM_LIMIT_HANDSHAKES",
            "TANDEM_LIMIT_JOINS",
            "TANDEM_LIMIT_MESSAGES",
            "TANDEM_LIMIT_QUESTIONS",
            "TANDEM_LIMIT_REQUESTS",
            "TANDEM_LIMIT_UPLOADS",
            "TANDEM_LOG_FORMAT",
            "TANDEM_LOG_LEVEL",
            "TANDEM_MAX_CONNECTIONS",
            "TANDEM_OPS_HOST",
            "TANDEM_OPS_NAMES",
            "TANDEM_OPS_PORT",
            "TANDEM_PATIENCE",
            "TANDEM_PROXY_PROTOCOL",
            "TANDEM_READER_LEASE",
            "TANDEM_RECENT_PARTNER",
            "TANDEM_RECENT_PARTNERS",
            "TANDEM_REDIS_MODE",
            "TANDEM_RETENTION",
            "TANDEM_S3_BUCKET",
            "TANDEM_S3_CORS_ORIGINS",
            "TANDEM_S3_ENDPOINT",
            "TANDEM_S3_PATH_STYLE",
            "TANDEM_S3_PUBLIC_ENDPOINT",
            "TANDEM_S3_PUBLIC_URL",
            "TANDEM_S3_REGION",
            "TANDEM_SHARDS",
            "TANDEM_TOKEN_AUDIENCE",
            "TANDEM_TOKEN_ISSUER",
            "TANDEM_TOKEN_JWKS_URL",
            "TANDEM_TRUSTED_PROXIES",
            "TANDEM_UPLOAD_SWEEP",
            "TANDEM_UPLOAD_TTL",
            "TANDEM_UPLOAD_UNSENT",
            "TANDEM_WRITE_BACKLOG",
            "TANDEM_WRITE_BACKLOG_BYTES",
            "TANDEM_WRITE_BATCH",
            "TANDEM_WRITE_LINGER",
            "TANDEM_WRITES_IN_FLIGHT");

    private KnownSettings() {}

    /** Whether any service reads this key, or the file that it names. */
    public static boolean isKnown(String key) {
        String named = key.endsWith(SettingsReader.FILE_SUFFIX)
                ? key.substring(0, key.length() - SettingsReader.FILE_SUFFIX.length())
                : key;
        return PLAIN.contains(key) || SECRET.contains(named);
    }
}
