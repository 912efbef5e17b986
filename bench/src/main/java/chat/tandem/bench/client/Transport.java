package chat.tandem.bench.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What carries a line to a gateway. */
public enum Transport {
    /** The gateway's own frames over {@code /ws}. */
    WS("ws"),
    /** Socket.IO over a WebSocket. */
    SOCKET_IO("socket.io"),
    /** Socket.IO over long polling. */
    SOCKET_IO_POLLING("socket.io-polling"),
    /** Server-sent events, and a request for each command. */
    SSE("sse");

    private final String word;

    Transport(String word) {
        this.word = word;
    }

    /** How it is called on the command line. */
    public String word() {
        return word;
    }

    /** All words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Transport::word).toList();
    }

    /**
     * The one that is called so.
     *
     * @throws IllegalArgumentException if none is
     */
    public static Transport of(String word) {
        return Arrays.stream(values())
                .filter(transport -> transport.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a transport is one of " + words()));
    }

    /** Opens lines over {@code /ws}, as many as wanted, from one of this machine's addresses. */
    public static Opener webSockets(Vertx vertx, String from) {
        return webSockets(ChatClient.sockets(vertx, from));
    }

    private static Opener webSockets(WebSocketClient sockets) {
        return (gateway, listener) -> ChatClient.connect(sockets, gateway, listener)
                .compose(line -> line.command("hello", Map.of()).map(session -> {
                    listener.accept(new ServerFrame.Event(SESSION, session));
                    return line;
                }));
    }

    /** Opens lines of this kind, as many as wanted. */
    public Opener opener(Vertx vertx) {
        return switch (this) {
            case WS -> webSockets(ChatClient.sockets(vertx));
            case SOCKET_IO -> {
                var sockets = ChatClient.sockets(vertx);
                yield (gateway, listener) -> SocketIoLine.overWebSocket(sockets, gateway, listener);
            }
            case SOCKET_IO_POLLING -> {
                var requests = new Requests(vertx);
                yield (gateway, listener) -> SocketIoLine.overPolling(requests, gateway, listener);
            }
            case SSE -> {
                var requests = new Requests(vertx);
                yield (gateway, listener) -> StreamLine.open(requests, gateway, listener);
            }
        };
    }

    /** The event that a listener gets first. */
    static final String SESSION = "session";

    /** Opens lines. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens a line for a guest.
         *
         * @param gateway such as {@code ws://localhost:8080}
         * @param listener gets the events, {@code session} first
         * @return the line, when the listener has got its session
         */
        Future<ChatLine> open(URI gateway, Consumer<ServerFrame.Event> listener);
    }
}
