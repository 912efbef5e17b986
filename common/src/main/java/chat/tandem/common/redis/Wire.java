package chat.tandem.common.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one server, from its handshake to its end; it never comes back.
 *
 * <p>The client keeps connections in pools and closes none of them by itself, so each wire has a client of its own:
 * closing that is what ends the socket, and ends it even when the server has stopped to read.
 */
final class Wire {
    /** Above what {@link LinkOptions} allows, so that the client's own refusal is never met. */
    private static final int CLIENT_QUEUE = 2_048;

    private final Redis client;
    private final RedisConnection connection;
    private final String url;

    private Wire(Redis client, RedisConnection connection, String url) {
        this.client = client;
        this.connection = connection;
        this.url = url;
    }

    /** Connects, greets, authenticates and selects the database, all within the timeout. */
    static Future<Wire> connect(Vertx vertx, String url, Duration timeout) {
        Redis client = Redis.createClient(vertx, options(url, timeout));
        return client.connect()
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .map(connection -> new Wire(client, connection, url))
                .onFailure(failed -> client.close());
    }

    private static RedisOptions options(String url, Duration timeout) {
        NetClientOptions net = new NetClientOptions()
                .setConnectTimeout(Math.toIntExact(timeout.toMillis()))
                .setTcpKeepAlive(true);
        if (url.startsWith("rediss:")) {
            net.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
        }
        return new RedisOptions()
                .setConnectionString(url)
                .setNetClientOptions(net)
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(1)
                .setPoolCleanerInterval(-1)
                .setPoolRecycleTimeout(-1)
                .setMaxWaitingHandlers(CLIENT_QUEUE);
    }

    /** Returns the address that it leads to. */
    String url() {
        return url;
    }

    Future<@Nullable Response> send(Request request) {
        return connection.send(request);
    }

    /** Calls the handler when the connection is gone; perhaps more than once. */
    void onEnd(Runnable handler) {
        connection.endHandler(end -> handler.run());
        connection.exceptionHandler(fault -> handler.run());
    }

    /** Ends it. Handlers given to {@link #onEnd} may still be called. */
    Future<Void> drop() {
        return client.close();
    }
}
