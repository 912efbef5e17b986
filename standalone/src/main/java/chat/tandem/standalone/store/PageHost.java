package chat.tandem.standalone.store;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the page is: what browsers fetch beside it must be reached by the same host.
 *
 * @param host that clients' port listens on
 * @param publicEndpoint by which browsers reach the object store; empty where it is as this machine does
 * @param allowedOrigins whose pages may connect beside
 */
public record PageHost(String host, String publicEndpoint, List<String> allowedOrigins) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String ANY_PORT = "(:\\d+)?";
    private static final String LOOPBACK_ORIGIN = "https?://(localhost|127\\.0\\.0\\.1|\\[::1\\])" + ANY_PORT;

    /** The address to listen on. */
    String listening(int port) {
        return address(isLoopback() ? LOOPBACK : host, port);
    }

    /** The address for this machine. */
    String here(int port) {
        return address(isLoopback() || isEverywhere() ? LOOPBACK : host, port);
    }

    /** The address for browsers. */
    String reached(int port) {
        return publicEndpoint.isEmpty() ? here(port) : publicEndpoint;
    }

    /** Origins of pages that may talk to the object store. By which name others know this machine, it does not know. */
    List<String> originPatterns() {
        if (isEverywhere()) {
            return List.of("*");
        }
        List<String> patterns = new ArrayList<>(List.of(LOOPBACK_ORIGIN));
        allowedOrigins.forEach(origin -> patterns.add(Pattern.quote(origin)));
        if (!isLoopback()) {
            patterns.add(
                    "https?://" + Pattern.quote(URI.create(address(host, 1)).getHost()) + ANY_PORT);
        }
        return patterns;
    }

    private boolean isLoopback() {
        return resolved().isLoopbackAddress();
    }

    private boolean isEverywhere() {
        return resolved().isAnyLocalAddress();
    }

    private InetAddress resolved() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            return InetAddress.getLoopbackAddress();
        }
    }

    private static String address(String host, int port) {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
