package chat.tandem.bench.check.wire;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All the proxies of a run, one before each gateway. Its methods may be called from any thread but the event loop, where
 * they say nothing else.
 */
public final class Wires {
    private static final int SLOW_MILLIS = 120;
    private static final int SHARE = 3;
    private static final long PATIENCE_SECONDS = 30;

    private final Vertx vertx;
    private final Context context;
    private final List<TcpProxy> proxies = new ArrayList<>();
    private final Random jitter = new Random(1);
    private boolean slow;

    /** Proxies on this event loop, none yet. */
    public Wires(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
    }

    /** Puts a proxy before a gateway that listens on this port; returns where clients connect. */
    public URI add(int port) {
        return on(() -> TcpProxy.listen(vertx, port, this::delay).map(proxy -> {
            proxies.add(proxy);
            return URI.create("ws://127.0.0.1:" + proxy.port());
        }));
    }

    /** Carries what comes to a gateway's address to another port from now on. */
    public void aim(int gateway, int port) {
        on(() -> {
            proxies.get(gateway).aim(port);
            return Future.succeededFuture();
        });
    }

    /** Cuts a third of the connections. */
    public void cutSome(int choice) {
        toSome(choice, Link::cut);
    }

    /** A third of the connections stays open and carries nothing more. */
    public void silenceSome(int choice) {
        toSome(choice, Link::silence);
    }

    /** Everything takes longer, or no longer. */
    public void slow(boolean much) {
        on(() -> {
            slow = much;
            return Future.succeededFuture();
        });
    }

    /** Cuts the connection of one client, by the port on its side. On the event loop. */
    public void cut(int clientPort) {
        for (var proxy : proxies) {
            for (var link : proxy.links()) {
                if (link.clientPort() == clientPort) {
                    link.cut();
                }
            }
        }
    }

    private void toSome(int choice, Consumer<Link> what) {
        on(() -> {
            var random = new Random(choice);
            for (var proxy : proxies) {
                proxy.links().stream()
                        .filter(link -> random.nextInt(SHARE) == 0)
                        .forEach(what);
            }
            return Future.succeededFuture();
        });
    }

    private int delay() {
        return slow ? SLOW_MILLIS / 2 + jitter.nextInt(SLOW_MILLIS) : 0;
    }

    private <T> T on(Supplier<Future<T>> step) {
        Promise<T> result = Promise.promise();
        context.runOnContext(nothing -> step.get().onComplete(result));
        return result.future().timeout(PATIENCE_SECONDS, TimeUnit.SECONDS).await();
    }
}
