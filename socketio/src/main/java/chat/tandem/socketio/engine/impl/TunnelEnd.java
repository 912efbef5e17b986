package chat.tandem.socketio.engine.impl;

import chat.tandem.socketio.engine.SessionDirectory;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
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

    private final ServerWebSocket socket;
    private final SessionDirectory directory;
    private final String sid;
    private final String id;
    private final int maxPayload;
    private final TunnelFrames came = new TunnelFrames();
    private boolean bringing;
    private boolean over;

    TunnelEnd(ServerWebSocket socket, SessionDirectory directory, String sid, String id, int maxPayload) {
        this.socket = socket;
        this.directory = directory;
        this.sid = sid;
        this.id = id;
        this.maxPayload = maxPayload;
    }

    void start() {
        socket.frameHandler(new FrameAssembler(maxPayload, this::onMessage)::onFrame);
        socket.exceptionHandler(failure -> {}); // It is followed by the close, which is what counts.
        socket.closeHandler(closed -> gone());
        fetch();
    }

    private void onMessage(boolean isText, Buffer data) {
        if (over) {
            return; // Nobody takes it to the session any more.
        }
        if (data.length() > maxPayload) {
            gone();
            var unused = socket.close(WebSocketTransport.TOO_BIG);
        } else if (isText) {
            came.addText(data.toString());
            bring();
        } else {
            came.addBinary(data);
            bring();
        }
    }

    private Future<Optional<Buffer>> ask(Relay.Kind kind, JsonObject fields) {
        Relay.Question question = Relay.Question.of(kind, id);
        question.fields().mergeIn(fields);
        return directory.ask(sid, question.encoded(), kind == Relay.Kind.BRING ? BRINGING : FETCHING);
    }

    private void fetch() {
        var unused = ask(Relay.Kind.FETCH, new JsonObject()).onComplete(asked -> {
            if (asked.failed() || asked.result().isEmpty()) {
                end();
            } else {
                send(asked.result().get().toJsonObject());
            }
        });
    }

    private void send(JsonObject message) {
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
        var unused = ask(Relay.Kind.BRING, came.takeInto(new JsonObject())).onComplete(asked -> {
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
    }

    private void gone() {
        if (!over) {
            over = true;
            var unused = ask(Relay.Kind.GONE, new JsonObject());
        }
    }
}
