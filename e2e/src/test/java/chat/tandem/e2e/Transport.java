package chat.tandem.e2e;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The ways to chat, each by a client of its own. Those that begin with {@code TAB} run in a Chromium. */
enum Transport {
    WEBSOCKET("websocket"),
    SERVER_SENT_EVENTS("sse"),
    SOCKET_IO_POLLING("polling"),
    SOCKET_IO_WEBSOCKET("websocket"),
    SOCKET_IO_UPGRADE("websocket"),
    OLDER_SOCKET_IO_POLLING("polling"),
    OLDER_SOCKET_IO_WEBSOCKET("websocket"),
    OLDER_SOCKET_IO_UPGRADE("websocket"),
    JAVA_POLLING("polling"),
    JAVA_WEBSOCKET("websocket"),
    JAVA_UPGRADE("websocket"),
    TANDEM_WEBSOCKET("websocket"),
    TANDEM_SSE("sse"),
    TAB_SOCKET_IO_POLLING("polling"),
    TAB_SOCKET_IO_WEBSOCKET("websocket"),
    TAB_SOCKET_IO_UPGRADE("websocket"),
    TAB_EVENT_SOURCE("sse"),
    /** On a page of another, allowed origin; so is the next one. */
    TAB_TANDEM_WEBSOCKET("websocket"),
    TAB_TANDEM_SSE("sse");

    private final String carrier;

    Transport(String carrier) {
        this.carrier = carrier;
    }

    /** What carries its line in the end. */
    String carrier() {
        return carrier;
    }

    /**
     * Opens a line and waits for its session.
     *
     * @param tabs of the browser, for those that run there; null where none of them does
     */
    Line open(@Nullable Tabs tabs, URI gateway, JsonObject hello) {
        return switch (this) {
            case WEBSOCKET -> new WebSocketLine(gateway, hello);
            case SERVER_SENT_EVENTS -> new StreamLine(gateway, hello);
            case SOCKET_IO_POLLING -> new NodeLine("newest", "polling", gateway, hello);
            case SOCKET_IO_WEBSOCKET -> new NodeLine("newest", "websocket", gateway, hello);
            case SOCKET_IO_UPGRADE -> new NodeLine("newest", "polling+websocket", gateway, hello);
            case OLDER_SOCKET_IO_POLLING -> new NodeLine("older", "polling", gateway, hello);
            case OLDER_SOCKET_IO_WEBSOCKET -> new NodeLine("older", "websocket", gateway, hello);
            case OLDER_SOCKET_IO_UPGRADE -> new NodeLine("older", "polling+websocket", gateway, hello);
            case JAVA_POLLING -> new JavaLine(gateway, hello, "polling");
            case JAVA_WEBSOCKET -> new JavaLine(gateway, hello, "websocket");
            case JAVA_UPGRADE -> new JavaLine(gateway, hello, "polling", "websocket");
            case TANDEM_WEBSOCKET -> new NodeLine("tandem", "websocket", gateway, hello);
            case TANDEM_SSE -> new NodeLine("tandem", "sse", gateway, hello);
            case TAB_SOCKET_IO_POLLING -> near(tabs, "newest", "polling", gateway, hello);
            case TAB_SOCKET_IO_WEBSOCKET -> near(tabs, "newest", "websocket", gateway, hello);
            case TAB_SOCKET_IO_UPGRADE -> near(tabs, "newest", "polling+websocket", gateway, hello);
            case TAB_EVENT_SOURCE -> near(tabs, "event-source", "sse", gateway, hello);
            case TAB_TANDEM_WEBSOCKET -> elsewhere(tabs, "websocket", gateway, hello);
            case TAB_TANDEM_SSE -> elsewhere(tabs, "sse", gateway, hello);
        };
    }

    /** A line of our own client on a page of another origin. */
    private static Line elsewhere(@Nullable Tabs tabs, String transports, URI gateway, JsonObject hello) {
        return requireNonNull(tabs).line(tabs.origin(), "tandem", transports, gateway, hello);
    }

    /** A line of a page of the gateway's own. */
    private static Line near(@Nullable Tabs tabs, String client, String transports, URI gateway, JsonObject hello) {
        URI alone = requireNonNull(tabs).alone(gateway);
        return tabs.line(alone.resolve("/api/online"), client, transports, alone, hello);
    }
}
