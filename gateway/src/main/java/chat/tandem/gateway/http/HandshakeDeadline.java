package chat.tandem.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Cuts TCP connections on which no request comes within 10 s, whose request is not done with in 10 s more (30 s for a command), or that idle for
 * a minute between two requests. A connection that became a WebSocket has its own deadlines. Used on one event loop.
 */
final class HandshakeDeadline {
    private static final long REQUEST_MILLIS = Duration.ofSeconds(10).toMillis();
    private static final long COMMAND_MILLIS = Duration.ofSeconds(30).toMillis();
    private static final long IDLE_MILLIS = Duration.ofSeconds(60).toMillis();

    private final Vertx vertx;
    private final Map<HttpConnection, Long> timers = new HashMap<>();

    HandshakeDeadline(Vertx vertx) {
        this.vertx = vertx;
    }

    /** A connection was opened. */
    void opened(HttpConnection connection) {
        arm(connection, REQUEST_MILLIS);
        connection.closeHandler(v -> disarm(connection));
    }

    /** A request's head is complete: now its body has to come, and the response to be written. */
    void requested(HttpConnection connection) {
        arm(connection, REQUEST_MILLIS);
    }

    /** The request is a command, some of which take their time. */
    void commanded(HttpConnection connection) {
        arm(connection, COMMAND_MILLIS);
    }

    /** The response is written: the next request may come later. */
    void responded(HttpConnection connection) {
        arm(connection, IDLE_MILLIS);
    }

    /** Its head is all there is of the request, and the answer may take as long as it likes: a stream, or a long poll. */
    void awaited(HttpConnection connection) {
        disarm(connection);
    }

    /** The connection carries no HTTP any more. */
    void upgraded(HttpConnection connection) {
        disarm(connection);
    }

    private void arm(HttpConnection connection, long millis) {
        disarm(connection);
        timers.put(connection, vertx.setTimer(millis, timer -> {
            timers.remove(connection);
            var unused = connection.close();
        }));
    }

    private void disarm(HttpConnection connection) {
        Long timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
