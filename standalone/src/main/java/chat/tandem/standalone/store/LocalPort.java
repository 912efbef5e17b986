package chat.tandem.standalone.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;

/** Ports of this machine's own. */
public final class LocalPort {

    private LocalPort() {}

    /** The port of an address that was used before, if it is still free; else another one. */
    static int again(String address) throws IOException {
        int before = address.isEmpty() ? 0 : URI.create(address).getPort();
        return before > 0 && isFree(InetAddress.getLoopbackAddress(), before) ? before : free();
    }

    /** A port that nobody listens on. */
    public static int free() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
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
