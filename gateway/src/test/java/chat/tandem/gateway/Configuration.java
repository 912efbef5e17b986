package chat.tandem.gateway;

import java.util.HashMap;
import java.util.Map;

/**
 * The settings that the tests of a gateway run with, beside those that one test needs.
 *
 * @param settings each that is not at its default
 */
record Configuration(Map<String, String> settings) {
    /** Nobody in front, no other origins, no limit on commands, and none by address. */
    static final Configuration PLAIN =
            new Configuration(Map.of("TANDEM_LIMIT_COMMANDS", "off", "TANDEM_LIMIT_EXEMPT", "127.0.0.0/8"));

    /** As deployed: a trusted proxy in front, another origin that is allowed, all limits at their defaults, and a log in JSON. */
    static final Configuration PRODUCTION = new Configuration(Map.of(
            "TANDEM_ALLOWED_ORIGINS", "https://app.example",
            "TANDEM_TRUSTED_PROXIES", "127.0.0.0/8,::1",
            "TANDEM_LOG_FORMAT", "json"));

    Configuration {
        settings = Map.copyOf(settings);
    }

    /** The same with two shards, for tests in which no two guests meet: chance spreads guests over the shards. */
    Configuration ofTwoShards() {
        Map<String, String> more = new HashMap<>(settings);
        more.put("TANDEM_SHARDS", "2");
        return new Configuration(more);
    }

    /** Whether clients reach the gateway through a proxy. */
    boolean hasProxy() {
        return settings.containsKey("TANDEM_TRUSTED_PROXIES");
    }
}
