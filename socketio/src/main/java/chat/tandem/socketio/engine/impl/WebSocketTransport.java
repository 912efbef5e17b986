package chat.tandem.socketio.engine.impl;

import chat.tandem.socketio.engine.ControlFrameHandler;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A WebSocket, which may live on another context than its session. */
final class WebSocketTransport extends SocketTransport {
    /** The WebSocket close code of a message over the limit. */
    static final short TOO_BIG = 1009;

    /** How long a client has to answer a close frame, or to read it at all. */
    static final long CUT_AFTER_MS = 2_000;

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final Channel channel;
    private final Home socketHome;
    private final Home home;
    private final IntSupplier maxPayload;
    private final AtomicInteger uncounted = new AtomicInteger();
    private @Nullable Listener listener;

    /** Takes a WebSocket, on the context on which it was accepted. */
    WebSocketTransport(Vertx vertx, ServerWebSocket socket, HttpConnection below, Home home, IntSupplier maxPayload) {
        this.vertx = vertx;
        this.channel = ControlFrameHandler.addTo(below, this::admits);
        this.socket = socket;
        this.socketHome = Home.current(vertx);
        this.home = home;
        this.maxPayload = maxPayload;
        socket.frameHandler(new FrameAssembler(maxPayload, this::admits, this::deliver)::onFrame);
        // A failure is followed by the close, which is what counts.
        socket.exceptionHandler(failure -> {});
        socket.closeHandler(nothing -> home.run(() -> tell(Listener::onClosed)));
        socket.drainHandler(nothing -> home.run(() -> tell(Listener::onWritable)));
    }

    /**
     * Counts a control frame or a fragment. The answer is at once the session's where that lives here; elsewhere frames are counted as
     * fast as its context gets to it, and taken until it ends the session.
     */
    private boolean admits() {
        if (home.isHere()) {
            return counted();
        }
        if (uncounted.getAndIncrement() == 0) {
            home.run(() -> {
                for (int count = uncounted.getAndSet(0); count > 0; count--) {
                    counted();
                }
            });
        }
        return true;
    }

    private boolean counted() {
        boolean[] admitted = new boolean[1];
        home.run(() -> tell(hears -> admitted[0] = hears.onOverhead()));
        return admitted[0];
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
    public int batch() {
        return Integer.MAX_VALUE;
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
        cutLater();
    }

    /** Vert.x waits for the client from when the close frame is out, which it never is where nobody reads. */
    private void cutLater() {
        vertx.setTimer(CUT_AFTER_MS, late -> {
            var unused = channel.close();
        });
    }

    @Override
    void dropOversized() {
        listener = null;
        socket.close(TOO_BIG);
        cutLater();
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
        if (data.length() > maxPayload.getAsInt()) {
            packet = new Inbound.Oversized();
        } else if (isText) {
            packet = PacketCodec.decode(data.toString(StandardCharsets.UTF_8));
        } else {
            packet = new Inbound.Binary(data);
        }
        home.run(() -> tell(heard -> heard.onPacket(packet)));
    }
}
