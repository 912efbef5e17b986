package chat.tandem.gateway;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The header that a trusted proxy in front of a gateway adds to requests: each client has an address, and a /24, of its own. */
final class ProxyInFront {
    private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private ProxyInFront() {}

    /** From now on clients reach the gateway on this port through a proxy. */
    static void add(int port) {
        PORTS.add(port);
    }

    /** Takes it away; whether there was one. */
    static boolean remove(int port) {
        return PORTS.remove(port);
    }

    /** What is added to the requests of one more client of the gateway on this port; nothing where no proxy is in front. */
    static Map<String, String> headers(int port) {
        int client = CLIENTS.incrementAndGet();
        return PORTS.contains(port)
                ? Map.of("X-Forwarded-For", "100.%d.%d.7".formatted(64 + client / 256 % 64, client % 256))
                : Map.of();
    }
}
