package chat.tandem.common.ops;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The connections of the operations port. There are at most {@value #MOST}, and for one more the one that has been quiet
 * longest is closed; each has so long for its first request, for an answer, and until its next request. Used on one event
 * loop.
 */
final class OpsConnections {
    /** Many more than all that ask here: probes, a scraper or two, and people. */
    static final int MOST = 128;

    /** How long a new one may take to ask, and an answer to be read, in milliseconds. */
    static final long DEADLINE_MS = 10_000;

    /** How long one is kept for the next question, in milliseconds: longer than the time between two scrapes is. */
    static final long KEPT_MS = 120_000;

    private final Vertx vertx;
    private final long deadlineMs;
    private final Map<HttpConnection, Long> timers = new LinkedHashMap<>();

    /** @param deadlineMs {@link #DEADLINE_MS}, but for tests */
    OpsConnections(Vertx vertx, long deadlineMs) {
        this.vertx = vertx;
        this.deadlineMs = deadlineMs;
    }

    void opened(HttpConnection connection) {
        if (timers.size() >= MOST) {
            HttpConnection quietest = timers.keySet().iterator().next();
            forget(quietest);
            quietest.close();
        }
        connection.closeHandler(closed -> forget(connection));
        closeIn(connection, deadlineMs);
    }

    /** It has a whole request, which is being answered. */
    void asked(HttpConnection connection) {
        closeIn(connection, deadlineMs);
    }

    void answered(HttpConnection connection) {
        if (timers.containsKey(connection)) {
            closeIn(connection, KEPT_MS);
        }
    }

    private void closeIn(HttpConnection connection, long ms) {
        forget(connection);
        timers.put(connection, vertx.setTimer(ms, late -> connection.close()));
    }

    private void forget(HttpConnection connection) {
        Long timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
