package chat.tandem.socketio;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of plain WebSocket messages, one after another. */
public final class RawWebSocket implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    /** Connects to a path and query of a local port. */
    public RawWebSocket(int port, String uri) {
        socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + port + uri), this)
                .join();
    }

    /** Opens a session of its own on a Socket.IO server. */
    public static RawWebSocket socketIo(int port) {
        RawWebSocket socket = new RawWebSocket(port, "/socket.io/?EIO=4&transport=websocket");
        assert socket.text().startsWith("0");
        return socket;
    }

    /** Opens a session and joins the main namespace. */
    public static RawWebSocket connected(int port) {
        RawWebSocket socket = socketIo(port);
        socket.send("40");
        assert socket.text().startsWith("40");
        return socket;
    }

    public RawWebSocket send(String message) {
        socket.sendText(message, true).join();
        return this;
    }

    public RawWebSocket sendPart(String part, boolean last) {
        socket.sendText(part, last).join();
        return this;
    }

    public RawWebSocket send(byte[] message) {
        socket.sendBinary(ByteBuffer.wrap(message), true).join();
        return this;
    }

    /** The next text message. */
    public String text() {
        return (String) next();
    }

    /** The next binary message. */
    public byte[] binary() {
        return (byte[]) next();
    }

    /** Waits for the close; its code, or 1006 where the connection just ended. */
    public int closeCode() {
        try {
            return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new AssertionError("not closed", e);
        }
    }

    private Object next() {
        try {
            Object message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message");
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            received.add(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        received.add(bytes);
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        closed.complete(1006);
    }

    /** Ends the connection without a word. */
    @Override
    public void close() {
        socket.abort();
    }
}
