package chat.tandem.socketio.engine.impl;

import chat.tandem.socketio.engine.EngineIoOptions;
import chat.tandem.socketio.engine.SessionDirectory;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;

/** Brings requests that concern the session of another server to its home, and the answers back. */
final class Afar {
    private final SessionDirectory directory;
    private final int maxPayload;
    private final Duration patience;

    Afar(SessionDirectory directory, EngineIoOptions options) {
        this.directory = directory;
        this.maxPayload = options.getMaxPayload();
        // While the client is to send nothing more, a POST is answered late.
        this.patience = options.getPingInterval().plus(options.getPingTimeout()).plus(SessionDirectory.TRANSIT);
    }

    void poll(HttpExchange exchange, String sid) {
        Relay.Question question = Relay.Question.of(Relay.Kind.POLL, Ids.next());
        pass(exchange, sid, question, FromAfar.LONGEST_WAIT.plus(SessionDirectory.TRANSIT));
    }

    void post(HttpExchange exchange, String sid) {
        exchange.body(maxPayload, body -> {
            if (body == null) {
                exchange.refuse(413);
            } else {
                Relay.Question question = Relay.Question.of(Relay.Kind.POST, Ids.next());
                pass(exchange, sid, question.with(exchange.isBinary(), body.toString()), patience);
            }
        });
    }

    private void pass(HttpExchange exchange, String sid, Relay.Question question, Duration longest) {
        exchange.onAbort(() -> {
            Buffer abort = Relay.Question.of(Relay.Kind.ABORT, question.id()).encoded();
            var unused = directory.ask(sid, abort, SessionDirectory.TRANSIT);
        });
        var unused = directory.ask(sid, question.encoded(), longest).onComplete(asked -> {
            if (asked.failed()) {
                exchange.refuse(503);
            } else if (asked.result().isEmpty()) {
                exchange.refuse(EngineError.UNKNOWN_SID);
            } else {
                Relay.pass(asked.result().get(), exchange);
            }
        });
    }

    /** A WebSocket for a session; whether there is such a session is found out first. */
    void upgrade(HttpExchange exchange, String sid) {
        HttpServerRequest request = exchange.request();
        String id = Ids.next();
        request.pause();
        var unused = directory
                .ask(sid, Relay.Question.of(Relay.Kind.OPEN, id).encoded(), SessionDirectory.TRANSIT)
                .onComplete(asked -> {
                    if (asked.failed() || asked.result().isEmpty()) {
                        request.resume();
                        exchange.refuse(EngineError.UNKNOWN_SID);
                    } else {
                        request.toWebSocket().onSuccess(socket -> run(socket, sid, id));
                    }
                });
    }

    private void run(ServerWebSocket socket, String sid, String id) {
        new TunnelEnd(socket, directory, sid, id, maxPayload).start();
    }
}
