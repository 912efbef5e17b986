package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.CloseCode;
import chat.tandem.common.protocol.FrameParser;
import chat.tandem.common.protocol.ServerFrames;
import chat.tandem.gateway.address.IpAddress;
import chat.tandem.gateway.http.ClientConnection;
import chat.tandem.gateway.meters.TransportMeters;
import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.function.LongSupplier;

/** A connection over a WebSocket: every text message is one frame of ours. */
public final class WebSocketConnection implements Connection {
    /** Bytes that may wait for a client that reads slowly; one more and it is closed. */
    static final int OUTBOUND_BYTES = 1 << 20;

    /** How long a client has to answer the close frame. */
    private static final long CUT_AFTER_MILLIS = 2_000;

    private final Context context;
    private final ServerWebSocket socket;
    private final Channel channel;
    private final IpAddress address;
    private final ConnectionListener listener;
    private final TransportMeters meters;
    private final LongSupplier nanoTime;
    private final MessageAssembler assembler = new MessageAssembler();
    private boolean closing;
    private boolean told;
    private boolean over;
    private long lastHeard;

    private WebSocketConnection(
            Context context,
            ServerWebSocket socket,
            Channel channel,
            IpAddress address,
            LongSupplier nanoTime,
            TransportMeters meters,
            Arrivals arrivals) {
        this.channel = channel;
        this.address = address;
        this.meters = meters;
        this.context = context;
        this.socket = socket;
        this.nanoTime = nanoTime;
        this.lastHeard = nanoTime.getAsLong();
        this.listener = arrivals.of(this);
    }

    /**
     * Takes an accepted socket over, on its event loop and before it has read anything.
     *
     * @param below the connection that the socket was opened on; only there is the channel to be had, for a socket from a
     *     router is a wrapper
     * @param nanoTime the loop's clock
     */
    public static void open(
            Context context,
            ServerWebSocket socket,
            HttpConnection below,
            LongSupplier nanoTime,
            TransportMeters meters,
            Arrivals arrivals) {
        meters.opened();
        Channel channel = ((ConnectionBase) below).channel(); // Internal to Vert.x: there is no other way to it.
        WebSocketConnection connection = new WebSocketConnection(
                context, socket, channel, ClientConnection.of(below).client(), nanoTime, meters, arrivals);
        socket.setWriteQueueMaxSize(OUTBOUND_BYTES);
        socket.frameHandler(connection::onFrame);
        socket.exceptionHandler(fault -> {}); // A connection that broke ends in the close handler like any other.
        socket.closeHandler(v -> {
            connection.readToTheEnd();
            context.runOnContext(w -> connection.onClosed());
        });
        // The only way to see why the decoder gave up before the connection is cut.
        channel.pipeline().addBefore("handler", "breach", new BreachHandler(connection::close));
    }

    private void onFrame(WebSocketFrame frame) {
        lastHeard = nanoTime.getAsLong();
        if (closing || frame.isClose() || frame.isPing() || isPong(frame)) {
            return;
        }
        switch (assembler.add(frame)) {
            case MessageAssembler.Result.Message(String text) -> listener.onFrame(FrameParser.parse(text));
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
        if (!closing) {
            closing = true;
            meters.gone();
        }
        if (!told) {
            told = true;
            listener.onClosed();
        }
    }

    /** The answer to {@code hello} is an event where the command had no id. */
    @Override
    public void welcome(long id, Welcome welcome) {
        send(id > 0 ? ServerFrames.ack(id, welcome.session()) : ServerFrames.event("session", welcome.session()));
        welcome.ended().forEach(this::event);
        if (welcome.rejoined() != null) {
            event(welcome.rejoined().event());
        }
    }

    @Override
    public void event(ServerEvent event) {
        send(ServerFrames.event(event.name(), event.data()));
    }

    @Override
    public void acknowledge(long id, String data) {
        send(ServerFrames.ack(id, data));
    }

    @Override
    public void refuse(long id, String error) {
        send(ServerFrames.refusal(id, error));
    }

    private void send(String frame) {
        if (closing || socket.isClosed()) {
            return;
        }
        if (socket.writeQueueFull()) {
            close(CloseCode.TOO_SLOW);
        } else {
            var unused = socket.writeTextMessage(frame);
        }
    }

    @Override
    public void close(CloseCode code) {
        if (!closing) {
            closing = true;
            meters.closed(code);
            socket.resume();
            var unused = socket.close((short) code.code(), code.reason());
            context.runOnContext(v -> onClosed()); // Nothing more will be heard, however long the socket takes.
            // Vert.x waits for the peer from when the close frame is out, which it never is where nobody reads.
            context.owner().setTimer(CUT_AFTER_MILLIS, timer -> cut());
        }
    }

    private void cut() {
        if (!over) {
            var unused = channel.close();
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
    public IpAddress address() {
        return address;
    }

    @Override
    public long lastHeard() {
        return lastHeard;
    }
}
