package chat.tandem.standalone.store;

import chat.tandem.common.service.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this machine's own. */
public final class LocalPort {

    private static final int LOWEST = 10_000;
    private static final int ABOVE = 32_000;
    private static final int TRIES = 200;

    private LocalPort() {}

    /** The port of an address that was used before, if it is still free; else another one. */
    static int again(String address) {
        int before = address.isEmpty() ? 0 : URI.create(address).getPort();
        return before > 0 && isFree(InetAddress.getLoopbackAddress(), before) ? before : free();
    }

    /** A port that nobody listens on, below those that the system gives to outgoing connections. */
    public static int free() {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, ABOVE);
            if (isFree(InetAddress.getLoopbackAddress(), port)) {
                return port;
            }
        }
        throw new RefusedException("no free port was found between " + LOWEST + " and " + ABOVE);
    }

    /** Whether this port can be listened on. */
    public static boolean isFree(InetAddress host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
