package chat.tandem.gateway;

import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.config.RateLimit;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.StateSettings;
import chat.tandem.gateway.address.ProxySettings;
import chat.tandem.gateway.api.StorageOrigins;
import chat.tandem.gateway.limit.AddressLimitSettings;
import chat.tandem.gateway.token.TokenSettings;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a gateway goes by.
 *
 * @param host the address to listen on
 * @param port 0 picks a free one
 * @param loops how many event loops serve clients, at least 1; each is a gateway of its own to the rest of the system
 * @param redis where the shared state is
 * @param state what the scripts go by
 * @param tokens how clients prove who they are
 * @param guests whether a client without a token is made a guest
 * @param allowedOrigins origins other than the host itself whose pages may connect, such as {@code https://example.org}
 * @param heartbeat after how long of silence a client is pinged; 10 s later it is closed
 * @param helloDeadline how long a client may be connected without having said who it is
 * @param drain how long stopping may take
 * @param commands the limit on the commands of one connection
 * @param proxies what is known of the proxies in front
 * @param limits the limits by address
 * @param maxConnections how many TCP connections of clients the process may hold, at most
 * @param storage where images are
 */
public record GatewaySettings(
        String host,
        int port,
        int loops,
        RedisSettings redis,
        StateSettings state,
        TokenSettings tokens,
        boolean guests,
        List<String> allowedOrigins,
        Duration heartbeat,
        Duration helloDeadline,
        Duration drain,
        RateLimit commands,
        ProxySettings proxies,
        AddressLimitSettings limits,
        int maxConnections,
        StorageOrigins storage) {

    private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#@\\s]+/?", Pattern.CASE_INSENSITIVE);

    /** Refuses what cannot work. */
    public GatewaySettings {
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedOrigins.forEach(GatewaySettings::checkOrigin);
        positive("TANDEM_HEARTBEAT", heartbeat);
        positive("TANDEM_HELLO_DEADLINE", helloDeadline);
        if (guests && tokens.guestSecrets().isEmpty()) {
            throw new BadSettingException("TANDEM_TOKEN_SECRET", "is needed where guests are allowed (TANDEM_GUESTS)");
        }
        if (!guests && tokens.guestSecrets().isEmpty() && tokens.host() == null) {
            throw new BadSettingException("TANDEM_TOKEN_HOST_SECRET", "is needed where guests are not allowed");
        }
    }

    private static void checkOrigin(String origin) {
        if (!ORIGIN.matcher(origin).matches()) {
            throw new BadSettingException(
                    "TANDEM_ALLOWED_ORIGINS", "'" + origin + "' is not an origin such as https://example.org");
        }
    }

    private static void positive(String key, Duration duration) {
        if (!duration.isPositive()) {
            throw new BadSettingException(key, "must be above 0");
        }
    }

    /** Reads and checks the settings of a gateway. */
    public static GatewaySettings read(SettingsReader reader) {
        reader.rate("TANDEM_LIMIT_UPLOADS", RateLimit.parse("20/h")); // Media's, and checked here as well.
        return new GatewaySettings(
                reader.string("TANDEM_HTTP_HOST", "0.0.0.0"),
                reader.port("TANDEM_HTTP_PORT", 8080),
                reader.integer("TANDEM_GATEWAY_LOOPS", Runtime.getRuntime().availableProcessors(), 1, 256),
                RedisSettings.read(reader),
                StateSettings.read(reader),
                TokenSettings.read(reader),
                reader.bool("TANDEM_GUESTS", true),
                reader.list("TANDEM_ALLOWED_ORIGINS"),
                reader.duration("TANDEM_HEARTBEAT", Duration.ofSeconds(25)),
                reader.duration("TANDEM_HELLO_DEADLINE", Duration.ofSeconds(10)),
                reader.duration("TANDEM_DRAIN", Duration.ofSeconds(30)),
                reader.rate("TANDEM_LIMIT_COMMANDS", RateLimit.parse("30/s burst 120")),
                ProxySettings.read(reader),
                AddressLimitSettings.read(reader),
                reader.integer("TANDEM_MAX_CONNECTIONS", 20_000, 1, Integer.MAX_VALUE),
                StorageOrigins.read(reader));
    }
}
