package chat.tandem.socketio.engine.impl;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A WebSocket, which may live on another context than its session. */
final class WebSocketTransport extends SocketTransport {
    /** The WebSocket close code of a message over the limit. */
    static final short TOO_BIG = 1009;

    private final ServerWebSocket socket;
    private final Home socketHome;
    private final Home home;
    private final int maxPayload;
    private @Nullable Listener listener;

    /** Takes a WebSocket, on the context on which it was accepted. */
    WebSocketTransport(Vertx vertx, ServerWebSocket socket, Home home, int maxPayload) {
        this.socket = socket;
        this.socketHome = Home.current(vertx);
        this.home = home;
        this.maxPayload = maxPayload;
        socket.frameHandler(new FrameAssembler(maxPayload, this::deliver)::onFrame);
        // A failure is followed by the close, which is what counts.
        socket.exceptionHandler(failure -> {});
        socket.closeHandler(nothing -> home.run(() -> tell(Listener::onClosed)));
        socket.drainHandler(nothing -> home.run(() -> tell(Listener::onWritable)));
    }

    @Override
    void listener(@Nullable Listener listener) {
        this.listener = listener;
    }

    @Override
    public boolean isWritable() {
        try {
            return !socket.writeQueueFull();
        } catch (IllegalStateException closed) {
            // The socket may close on its own context between any check and this call; its close handler follows.
            return false;
        }
    }

    @Override
    public void write(List<Packet> packets) {
        for (Packet packet : packets) {
            switch (packet) {
                case Packet.Text text -> socket.writeTextMessage(text.encoded());
                case Packet.Binary binary -> socket.writeBinaryMessage(binary.data());
            }
        }
    }

    @Override
    public void writeLast(List<Packet> packets) {
        write(packets);
        drop(Packet.CLOSE);
    }

    @Override
    public void drop(Packet farewell) {
        listener = null;
        socketHome.run(() -> socket.resume());
        socket.close();
    }

    @Override
    void dropOversized() {
        listener = null;
        socket.close(TOO_BIG);
    }

    @Override
    public void pause() {
        socketHome.run(() -> socket.pause());
    }

    @Override
    public void resume() {
        socketHome.run(() -> socket.resume());
    }

    private void tell(Consumer<Listener> what) {
        if (listener != null) {
            what.accept(listener);
        }
    }

    private void deliver(boolean isText, Buffer data) {
        Inbound packet;
        if (data.length() > maxPayload) {
            packet = new Inbound.Oversized();
        } else if (isText) {
            packet = PacketCodec.decode(data.toString(StandardCharsets.UTF_8));
        } else {
            packet = new Inbound.Binary(data);
        }
        home.run(() -> tell(heard -> heard.onPacket(packet)));
    }
}
