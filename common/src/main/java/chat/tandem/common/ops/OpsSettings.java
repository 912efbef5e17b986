package chat.tandem.common.ops;

import chat.tandem.common.config.SettingsReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the operations port listens.
 *
 * @param host the address to bind
 * @param port 0 picks a free one
 * @param names that it may be asked by, besides addresses and the names that {@link OpsHosts} knows
 * @param deadlineMs how long a connection may take to ask, and to read the answer
 */
public record OpsSettings(String host, int port, List<String> names, long deadlineMs) {
    /** Where a port listens that is asked by the usual names. */
    public OpsSettings(String host, int port) {
        this(host, port, List.of(host), OpsConnections.DEADLINE_MS);
    }

    /** Reads {@code TANDEM_OPS_HOST} (all addresses), {@code TANDEM_OPS_PORT} and {@code TANDEM_OPS_NAMES} (none). */
    public static OpsSettings read(SettingsReader reader, int defaultPort) {
        String host = reader.string("TANDEM_OPS_HOST", "0.0.0.0");
        List<String> names = new ArrayList<>(reader.list("TANDEM_OPS_NAMES"));
        names.add(host);
        return new OpsSettings(host, reader.port("TANDEM_OPS_PORT", defaultPort), names, OpsConnections.DEADLINE_MS);
    }
}
