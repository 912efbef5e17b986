package chat.tandem.bench.client;

import io.vertx.core.Future;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;

/** Packets of Engine.IO, each a text frame. */
final class WebSocketCarriage implements SocketIoLine.Carriage {
    private static final String PATH = "/socket.io/?EIO=4&transport=websocket";

    private final WebSocket socket;

    WebSocketCarriage(WebSocket socket, SocketIoLine line) {
        this.socket = socket;
        socket.textMessageHandler(line::receive);
        socket.exceptionHandler(failure -> {}); // a close follows, which tells
        socket.closeHandler(nothing -> {
            Short code = socket.closeStatusCode();
            line.ended(code == null ? ChatLine.NO_CLOSE_FRAME : code);
        });
    }

    static Future<WebSocket> open(WebSocketClient sockets, URI gateway) {
        return sockets.connect(new WebSocketConnectOptions()
                .setHost(gateway.getHost())
                .setPort(gateway.getPort())
                .setURI(PATH));
    }

    @Override
    public void send(String packet) {
        if (!socket.isClosed()) {
            var unused = socket.writeTextMessage(packet);
        }
    }

    @Override
    public Future<Void> close() {
        return socket.close();
    }
}
