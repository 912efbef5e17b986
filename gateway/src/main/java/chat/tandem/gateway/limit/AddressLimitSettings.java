package chat.tandem.gateway.limit;

import chat.tandem.common.config.RateLimit;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.gateway.address.AddressRanges;
import chat.tandem.gateway.address.ProxySettings;

/**
 * The limits by address. An address is an IPv4 address or an IPv6 /64; for guests it is the /24 or /48.
 *
 * @param handshakes what opens a WebSocket, an event stream or a polling session
 * @param connections WebSockets, event streams and polling sessions at once; plain HTTP connections count apart, as many again
 * @param requests HTTP requests that are neither handshakes nor part of an open session
 * @param guests guests made
 * @param exempt addresses without these limits
 */
public record AddressLimitSettings(
        RateLimit handshakes, int connections, RateLimit requests, RateLimit guests, AddressRanges exempt) {

    /** Reads and checks them. */
    public static AddressLimitSettings read(SettingsReader reader) {
        return new AddressLimitSettings(
                reader.rate("TANDEM_LIMIT_HANDSHAKES", RateLimit.parse("20/s burst 100")),
                reader.bound("TANDEM_LIMIT_CONNECTIONS", 100),
                reader.rate("TANDEM_LIMIT_REQUESTS", RateLimit.parse("60/s burst 600")),
                reader.rate("TANDEM_LIMIT_GUESTS", RateLimit.parse("1/s burst 30")),
                ProxySettings.ranges(reader, "TANDEM_LIMIT_EXEMPT"));
    }
}
