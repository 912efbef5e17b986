package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.CloseCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Server-sent events in an HTTP response, as the HTML standard has them. */
final class EventStream {
    private static final String END = "end:";

    /** When a browser comes back by itself, in milliseconds: spread, so that not all do at once. */
    private static final int SOONEST = 500;

    private static final int LATEST = 2_500;

    private final HttpServerResponse response;
    private final Runnable written;
    private boolean begun;

    /** @param written told each time that the socket has taken what was written */
    EventStream(HttpServerResponse response, Runnable written) {
        this.response = response;
        this.written = written;
    }

    /** The id of the event with which a stream ends for good. */
    static String endId(CloseCode code) {
        return END + code.code();
    }

    /** Whether a client's {@code Last-Event-ID} says that its stream ended for good. */
    static boolean isEnd(String lastEventId) {
        return lastEventId.startsWith(END);
    }

    boolean begun() {
        return begun;
    }

    /** Writes the head. Proxies are asked not to hold anything back. */
    void begin() {
        begun = true;
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Accel-Buffering", "no");
        retryAfter(ThreadLocalRandom.current().nextLong(SOONEST, LATEST));
    }

    /** Tells a browser when to come back after the stream has ended. */
    void retryAfter(long millis) {
        write("retry: " + millis + "\n\n");
    }

    /** @param id the client's {@code Last-Event-ID} from now on; empty for none, null where it stays as it is */
    void event(@Nullable String id, String name, String data) {
        StringBuilder text = new StringBuilder(data.length() + 96);
        if (id != null) {
            text.append(id.isEmpty() ? "id" : "id: ").append(id).append('\n');
        }
        text.append("event: ").append(name).append("\ndata: ").append(data).append("\n\n");
        write(text.toString());
    }

    /** Writes what clients ignore, and the line does not. */
    void comment() {
        write(":\n\n");
    }

    private void write(String text) {
        var unused = response.write(text).onSuccess(v -> written.run());
    }
}
