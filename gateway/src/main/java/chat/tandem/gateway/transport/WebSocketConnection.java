package chat.tandem.gateway.transport;

import chat.tandem.common.protocol.CloseCode;
import chat.tandem.common.protocol.FrameParser;
import chat.tandem.common.protocol.ServerFrames;
import chat.tandem.gateway.address.IpAddress;
import chat.tandem.gateway.http.ClientConnection;
import chat.tandem.gateway.meters.TransportMeters;
import chat.tandem.socketio.engine.ControlFrameHandler;
import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
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
    private int fragments;
    private boolean welcomed;
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
            HttpConnection below,
            IpAddress address,
            LongSupplier nanoTime,
            TransportMeters meters,
            Arrivals arrivals) {
        this.channel = ControlFrameHandler.addTo(below, this::admits);
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
        socket.headers().clear(); // They may take 32 KB for as long as the socket is open.
        WebSocketConnection connection = new WebSocketConnection(
                context, socket, below, ClientConnection.of(below).client(), nanoTime, meters, arrivals);
        socket.setWriteQueueMaxSize(OUTBOUND_BYTES);
        socket.frameHandler(connection::onFrame);
        socket.exceptionHandler(fault -> {}); // A connection that broke ends in the close handler like any other.
        socket.closeHandler(v -> {
            connection.readToTheEnd();
            context.runOnContext(w -> connection.onClosed());
        });
        // The only way to see why the decoder gave up before the connection is cut.
        connection.channel.pipeline().addBefore("handler", "breach", new BreachHandler(connection::close));
    }

    /** Counts a control frame. */
    private boolean admits() {
        boolean admitted = !closing && listener.onOverhead();
        if (admitted) {
            lastHeard = nanoTime.getAsLong();
        }
        return admitted;
    }

    private void onFrame(WebSocketFrame frame) {
        lastHeard = nanoTime.getAsLong();
        if (closing || frame.isClose() || frame.isPing() || isPong(frame)) {
            return;
        }
        switch (assembler.add(frame)) {
            case MessageAssembler.Result.Message(String text) -> {
                listener.free(fragments);
                fragments = 0;
                listener.onFrame(FrameParser.parse(text), text.length());
            }
            case MessageAssembler.Result.Incomplete() ->
                onFragment(frame.binaryData().length());
            case MessageAssembler.Result.Breach(CloseCode code) -> close(code);
        }
    }

    /** A fragment counts as a frame, but is kept in any case: a message without one of its parts is none. */
    private void onFragment(int bytes) {
        listener.onOverhead();
        if (listener.hold(bytes)) {
            fragments += bytes;
        } else {
            close(CloseCode.TOO_SLOW);
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
        welcomed = true;
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
        } else if (welcomed) {
            var unused = socket.writeTextMessage(frame);
        } else {
            sendEarly(frame);
        }
    }

    /** What waits for a client without a session is charged to it until the socket has taken it. */
    private void sendEarly(String frame) {
        if (listener.hold(frame.length())) {
            var unused = socket.writeTextMessage(frame).onComplete(written -> listener.free(frame.length()));
        } else {
            close(CloseCode.TOO_SLOW);
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
