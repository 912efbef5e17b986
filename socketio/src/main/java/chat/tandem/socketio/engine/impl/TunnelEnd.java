package chat.tandem.socketio.engine.impl;

import chat.tandem.socketio.engine.ControlFrameHandler;
import chat.tandem.socketio.engine.EngineIoOptions;
import chat.tandem.socketio.engine.SessionDirectory;
import chat.tandem.socketio.engine.TrafficLimit;
import chat.tandem.socketio.engine.TrafficLimit.Verdict;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.Optional;

/**
 * The client's end of a WebSocket whose session has its home on another server. What is to be sent is fetched, and what comes is brought,
 * a batch at a time; while one is on its way nothing more is read from the client. On the WebSocket's context.
 */
final class TunnelEnd {
    private static final Duration FETCHING = FromAfar.LONGEST_WAIT.plus(SessionDirectory.TRANSIT);

    /** While the client is to send nothing more, what it sent is taken late. */
    private static final Duration BRINGING = Duration.ofSeconds(60);

    /** The WebSocket close code of a client that does not keep to the limits. */
    private static final short POLICY_VIOLATED = 1008;

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final Channel channel;
    private final SessionDirectory directory;
    private final String sid;
    private final String id;
    private final int maxPayload;
    private final TrafficLimit limit;
    private final TunnelFrames came = new TunnelFrames();
    private boolean bringing;
    private boolean over;

    /** @param below the connection of the request that the WebSocket was made of */
    TunnelEnd(
            Vertx vertx, ServerWebSocket socket, HttpConnection below, EngineIoOptions options, String sid, String id) {
        this.vertx = vertx;
        this.socket = socket;
        this.directory = options.getDirectory();
        this.sid = sid;
        this.id = id;
        this.maxPayload = options.getMaxPayload();
        this.limit = options.getTrafficLimits().relayed(sid);
        this.channel = ControlFrameHandler.addTo(below, () -> admits(limit.onOverhead()));
    }

    void start() {
        socket.frameHandler(
                new FrameAssembler(() -> maxPayload, () -> admits(limit.onOverhead()), this::onMessage)::onFrame);
        socket.exceptionHandler(failure -> {}); // It is followed by the close, which is what counts.
        socket.closeHandler(closed -> gone());
        fetch();
    }

    private boolean admits(Verdict verdict) {
        if (verdict == Verdict.CLOSE && !over) {
            close(POLICY_VIOLATED);
        }
        return verdict == Verdict.TAKE && !over;
    }

    private void onMessage(boolean isText, Buffer data) {
        if (over) {
            return; // Nobody takes it to the session any more.
        }
        if (data.length() > maxPayload) {
            close(WebSocketTransport.TOO_BIG);
        } else if (isText && meansNothing(data)) {
            admits(limit.onOverhead());
        } else if (limit.onRelayed(data.length()) == Verdict.TAKE) {
            came.add(isText, data);
            bring();
        } else {
            close(POLICY_VIOLATED);
        }
    }

    private static boolean meansNothing(Buffer packet) {
        return packet.length() > 0 && (packet.getByte(0) == '0' || packet.getByte(0) == '6');
    }

    private Future<Optional<Buffer>> ask(Relay.Kind kind, Buffer body) {
        Relay.Question question = new Relay.Question(kind, id, false, body);
        return directory.ask(sid, question.encoded(), kind == Relay.Kind.BRING ? BRINGING : FETCHING);
    }

    private void fetch() {
        var unused = ask(Relay.Kind.FETCH, Buffer.buffer(0)).onComplete(asked -> {
            if (asked.failed() || asked.result().isEmpty()) {
                end();
            } else {
                send(asked.result().get());
            }
        });
    }

    private void send(Buffer message) {
        if (socket.isClosed()) {
            return;
        }
        TunnelFrames.of(message).writeTo(socket);
        if (TunnelFrames.isOver(message)) {
            end();
        } else if (socket.writeQueueFull()) {
            socket.drainHandler(drained -> {
                socket.drainHandler(null);
                fetch();
            });
        } else {
            fetch();
        }
    }

    private void bring() {
        if (bringing || over || came.isEmpty()) {
            return;
        }
        bringing = true;
        socket.pause();
        var unused = ask(Relay.Kind.BRING, came.take(false)).onComplete(asked -> {
            bringing = false;
            if (asked.failed() || asked.result().isEmpty()) {
                end();
            } else if (!over) {
                socket.resume();
                bring();
            }
        });
    }

    private void end() {
        over = true;
        if (!socket.isClosed()) {
            socket.resume();
            var unused = socket.close();
        }
        cutLater();
    }

    private void close(short code) {
        gone();
        socket.resume();
        var unused = socket.close(code);
        cutLater();
    }

    /** Where nobody reads, the close frame never leaves. */
    private void cutLater() {
        vertx.setTimer(WebSocketTransport.CUT_AFTER_MS, late -> {
            var unused = channel.close();
        });
    }

    private void gone() {
        if (!over) {
            over = true;
            var unused = ask(Relay.Kind.GONE, Buffer.buffer(0));
        }
    }
}
