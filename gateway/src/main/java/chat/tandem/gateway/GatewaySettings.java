package chat.tandem.gateway;

import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.config.RateLimit;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.state.StateSettings;
import chat.tandem.gateway.api.StorageOrigins;
import chat.tandem.gateway.token.TokenSettings;
import io.netty.util.NetUtil;
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
        acceptedForLater(reader);
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
                StorageOrigins.read(reader));
    }

    /** Limits per address, on guests and on uploads are checked here and have no effect yet. */
    private static void acceptedForLater(SettingsReader reader) {
        reader.rate("TANDEM_LIMIT_HANDSHAKES", RateLimit.parse("20/s burst 100"));
        reader.bound("TANDEM_LIMIT_CONNECTIONS", 100);
        reader.rate("TANDEM_LIMIT_GUESTS", RateLimit.parse("1/s burst 30"));
        reader.rate("TANDEM_LIMIT_UPLOADS", RateLimit.parse("20/h"));
        reader.list("TANDEM_LIMIT_EXEMPT").forEach(GatewaySettings::checkRange);
    }

    private static void checkRange(String range) {
        String[] parts = range.split("/", -1);
        int bits = NetUtil.isValidIpV4Address(parts[0]) ? 32 : NetUtil.isValidIpV6Address(parts[0]) ? 128 : -1;
        boolean whole = parts.length == 1;
        boolean prefix = parts.length == 2 && parts[1].matches("\\d{1,3}") && Integer.parseInt(parts[1]) <= bits;
        if (bits < 0 || !(whole || prefix)) {
            throw new BadSettingException(
                    "TANDEM_LIMIT_EXEMPT", "'" + range + "' is not an address range such as 10.0.0.0/8");
        }
    }
}
