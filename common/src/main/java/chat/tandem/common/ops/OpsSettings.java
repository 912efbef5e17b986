package chat.tandem.common.ops;

import chat.tandem.common.config.SettingsReader;

/**
 * Where the operations port listens.
 *
 * @param host the address to bind
 * @param port 0 picks a free one
 */
public record OpsSettings(String host, int port) {

    /** Reads {@code TANDEM_OPS_HOST} (all addresses) and {@code TANDEM_OPS_PORT}. */
    public static OpsSettings read(SettingsReader reader, int defaultPort) {
        return new OpsSettings(
                reader.string("TANDEM_OPS_HOST", "0.0.0.0"), reader.port("TANDEM_OPS_PORT", defaultPort));
    }
}
