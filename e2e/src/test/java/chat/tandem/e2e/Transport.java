package chat.tandem.e2e;

import io.vertx.core.json.JsonObject;
import java.net.URI;

/** The ways to chat. */
enum Transport {
    WEBSOCKET,
    SOCKET_IO_POLLING,
    SOCKET_IO_WEBSOCKET,
    SERVER_SENT_EVENTS;

    /** Opens a line and waits for its session. */
    Line open(URI gateway, JsonObject hello) {
        return switch (this) {
            case WEBSOCKET -> new WebSocketLine(gateway, hello);
            case SOCKET_IO_POLLING -> new NodeLine("newest", "polling", gateway, hello);
            case SOCKET_IO_WEBSOCKET -> new NodeLine("newest", "websocket", gateway, hello);
            case SERVER_SENT_EVENTS -> new StreamLine(gateway, hello);
        };
    }
}
