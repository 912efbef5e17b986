package chat.tandem.bench.check.wire;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Carries connections to one place, which may change for those to come, as a load balancer's address outlives the process
 * behind it. It belongs to the event loop that made it.
 */
public final class TcpProxy {
    private static final String HOST = "127.0.0.1";
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;

    private final Vertx vertx;
    private final IntSupplier delay;
    private final NetServer server;
    private final NetClient client;
    private final Set<Link> links = new LinkedHashSet<>();
    private int target;

    private TcpProxy(Vertx vertx, int target, IntSupplier delay) {
        this.vertx = vertx;
        this.target = target;
        this.delay = delay;
        this.server = vertx.createNetServer();
        this.client = vertx.createNetClient(
                new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MILLIS).setTcpNoDelay(true));
    }

    /**
     * Listens on a free port of the loopback address.
     *
     * @param target the port to carry to
     * @param delay asked for every piece that passes: milliseconds to hold it, 0 for none
     */
    public static Future<TcpProxy> listen(Vertx vertx, int target, IntSupplier delay) {
        var proxy = new TcpProxy(vertx, target, delay);
        return proxy.server.connectHandler(proxy::accept).listen(0, HOST).map(listening -> proxy);
    }

    /** Where it listens. */
    public int port() {
        return server.actualPort();
    }

    /** Carries new connections to another port from now on. */
    public void aim(int port) {
        target = port;
    }

    /** The connections that it carries just now, the oldest first. */
    public List<Link> links() {
        return List.copyOf(links);
    }

    private void accept(NetSocket near) {
        near.pause();
        client.connect(target, HOST).onSuccess(far -> carry(near, far)).onFailure(refused -> near.close());
    }

    private void carry(NetSocket near, NetSocket far) {
        var link = new Link(vertx, near, far, delay);
        links.add(link);
        link.over().onComplete(over -> links.remove(link));
        near.resume();
    }
}
