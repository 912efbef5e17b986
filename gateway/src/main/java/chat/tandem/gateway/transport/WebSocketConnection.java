package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.CloseCode;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.function.LongSupplier;

/** A connection over a WebSocket: every text message is one frame of ours. */
public final class WebSocketConnection implements Connection {
    private final ServerWebSocket socket;
    private final ConnectionListener listener;
    private final LongSupplier nanoTime;
    private final MessageAssembler assembler = new MessageAssembler();
    private boolean closing;
    private boolean over;
    private long lastHeard;

    /** Whoever makes the listener gets the connection to answer on. */
    public interface Listeners {
        /** The listener of a new connection. */
        ConnectionListener of(Connection connection);
    }

    private WebSocketConnection(ServerWebSocket socket, LongSupplier nanoTime, Listeners listeners) {
        this.socket = socket;
        this.nanoTime = nanoTime;
        this.lastHeard = nanoTime.getAsLong();
        this.listener = listeners.of(this);
    }

    /**
     * Takes an accepted socket over, on its event loop and before it has read anything.
     *
     * @param nanoTime the loop's clock
     */
    public static void open(Context context, ServerWebSocket socket, LongSupplier nanoTime, Listeners listeners) {
        WebSocketConnection connection = new WebSocketConnection(socket, nanoTime, listeners);
        socket.frameHandler(connection::onFrame);
        socket.exceptionHandler(fault -> {}); // A connection that broke ends in the close handler like any other.
        socket.closeHandler(v -> {
            connection.readToTheEnd();
            context.runOnContext(w -> connection.onClosed());
        });
        // Internal to Vert.x, and the only way to see why the decoder gave up before the connection is cut.
        ((WebSocketInternal) socket)
                .channelHandlerContext()
                .pipeline()
                .addBefore("handler", "breach", new BreachHandler(connection::close));
    }

    private void onFrame(WebSocketFrame frame) {
        lastHeard = nanoTime.getAsLong();
        if (closing || frame.isClose() || frame.isPing() || isPong(frame)) {
            return;
        }
        switch (assembler.add(frame)) {
            case MessageAssembler.Result.Message(String text) -> listener.onMessage(text);
            case MessageAssembler.Result.Incomplete() -> {}
            case MessageAssembler.Result.Breach(CloseCode code) -> close(code);
        }
    }

    private static boolean isPong(WebSocketFrame frame) {
        return switch (frame.type()) {
            case PONG -> true;
            case TEXT, BINARY, CONTINUATION, PING, CLOSE -> false;
        };
    }

    /** What was read before the end, and waits, is still to be carried out. */
    private void readToTheEnd() {
        over = true;
        socket.resume();
    }

    private void onClosed() {
        closing = true;
        listener.onClosed();
    }

    @Override
    public void send(String frame) {
        if (!closing && !socket.isClosed()) {
            var unused = socket.writeTextMessage(frame);
        }
    }

    @Override
    public void close(CloseCode code) {
        if (!closing) {
            closing = true;
            socket.resume();
            var unused = socket.close((short) code.code(), code.reason());
        }
    }

    @Override
    public void ping() {
        if (!closing && !socket.isClosed()) {
            var unused = socket.writePing(Buffer.buffer());
        }
    }

    @Override
    public void pause() {
        if (!closing && !over) {
            socket.pause();
        }
    }

    @Override
    public void resume() {
        socket.resume();
    }

    @Override
    public long lastHeard() {
        return lastHeard;
    }
}
