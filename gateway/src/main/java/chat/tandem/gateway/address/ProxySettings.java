package chat.tandem.gateway.address;

import chat.tandem.common.config.BadSettingException;
import chat.tandem.common.config.SettingsReader;
import java.time.Duration;

/**
 * What a gateway knows of the proxies in front of it.
 *
 * @param trusted whose {@code X-Forwarded-For} and PROXY header count
 * @param proxyProtocol whether each connection begins with a PROXY header (version 1 or 2); only trusted proxies may connect then
 * @param idle how long a connection of theirs may idle between two requests
 */
public record ProxySettings(AddressRanges trusted, boolean proxyProtocol, Duration idle) {
    private static final String PROXY_PROTOCOL = "TANDEM_PROXY_PROTOCOL";

    /** Refuses what cannot work. */
    public ProxySettings {
        if (proxyProtocol && trusted.isEmpty()) {
            throw new BadSettingException(PROXY_PROTOCOL, "needs TANDEM_TRUSTED_PROXIES");
        }
    }

    /** Reads and checks them. */
    public static ProxySettings read(SettingsReader reader) {
        return new ProxySettings(
                ranges(reader, "TANDEM_TRUSTED_PROXIES"),
                reader.bool(PROXY_PROTOCOL, false),
                reader.duration(
                        "TANDEM_IDLE_TIMEOUT", Duration.ofSeconds(620), Duration.ofSeconds(1), Duration.ofDays(1)));
    }

    /** Reads address ranges between commas. */
    public static AddressRanges ranges(SettingsReader reader, String key) {
        try {
            return AddressRanges.parse(reader.list(key));
        } catch (IllegalArgumentException reason) {
            throw new BadSettingException(key, String.valueOf(reason.getMessage()));
        }
    }
}
