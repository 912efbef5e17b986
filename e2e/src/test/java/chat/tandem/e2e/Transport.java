package chat.tandem.e2e;

import io.vertx.core.json.JsonObject;
import java.net.URI;

/** The ways to chat. */
enum Transport {
    WEBSOCKET,
    SOCKET_IO_POLLING,
    SOCKET_IO_WEBSOCKET,
    JAVA_POLLING,
    JAVA_WEBSOCKET,
    JAVA_UPGRADE,
    SERVER_SENT_EVENTS;

    /** Opens a line and waits for its session. */
    Line open(URI gateway, JsonObject hello) {
        return switch (this) {
            case WEBSOCKET -> new WebSocketLine(gateway, hello);
            case SOCKET_IO_POLLING -> new NodeLine("newest", "polling", gateway, hello);
            case SOCKET_IO_WEBSOCKET -> new NodeLine("newest", "websocket", gateway, hello);
            case JAVA_POLLING -> new JavaLine(gateway, hello, "polling");
            case JAVA_WEBSOCKET -> new JavaLine(gateway, hello, "websocket");
            case JAVA_UPGRADE -> new JavaLine(gateway, hello, "polling", "websocket");
            case SERVER_SENT_EVENTS -> new StreamLine(gateway, hello);
        };
    }
}
