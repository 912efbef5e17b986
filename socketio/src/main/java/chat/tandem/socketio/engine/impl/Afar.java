package chat.tandem.socketio.engine.impl;

import chat.tandem.socketio.engine.EngineIoOptions;
import chat.tandem.socketio.engine.SessionDirectory;
import chat.tandem.socketio.engine.TrafficLimit;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Brings requests that concern the session of another server to its home, and the answers back. */
final class Afar {
    /** Bytes of bodies that are read here at the same time for sessions of others; those come from anybody. */
    private static final int MOST_READ = 8 << 20;

    private static final int TOO_MANY_REQUESTS = 429;

    private final Vertx vertx;
    private final EngineIoOptions options;
    private final SessionDirectory directory;
    private final Duration patience;
    private final AtomicInteger read = new AtomicInteger();

    Afar(Vertx vertx, EngineIoOptions options) {
        this.vertx = vertx;
        this.options = options;
        this.directory = options.getDirectory();
        // While the client is to send nothing more, a POST is answered late.
        this.patience = options.getPingInterval().plus(options.getPingTimeout()).plus(SessionDirectory.TRANSIT);
    }

    void poll(HttpExchange exchange, String sid) {
        Relay.Question question = Relay.Question.of(Relay.Kind.POLL, Ids.next());
        pass(exchange, sid, question, FromAfar.LONGEST_WAIT.plus(SessionDirectory.TRANSIT));
    }

    void post(HttpExchange exchange, String sid) {
        int most = options.getMaxPayload();
        exchange.body(most, new Room(read, MOST_READ), body -> {
            if (body == null) {
                exchange.refuse(413);
            } else {
                post(exchange, sid, body);
            }
        });
    }

    /** What means nothing to the session is not brought to it. */
    private void post(HttpExchange exchange, String sid, Buffer body) {
        String packets = PacketCodec.significant(body.toString(StandardCharsets.UTF_8));
        if (packets == null) {
            exchange.taken();
            return;
        }
        Buffer significant = Buffer.buffer(packets);
        TrafficLimit limit = options.getTrafficLimits().relayed(sid);
        if (taken(limit.onOverhead()) && taken(limit.onRelayed(significant.length()))) {
            String id = Ids.next();
            boolean binary = exchange.isBinary();
            pass(exchange, sid, new Relay.Question(Relay.Kind.POST, id, binary, significant), patience);
        } else {
            exchange.refuse(TOO_MANY_REQUESTS);
        }
    }

    private static boolean taken(TrafficLimit.Verdict verdict) {
        return verdict == TrafficLimit.Verdict.TAKE;
    }

    private void pass(HttpExchange exchange, String sid, Relay.Question question, Duration longest) {
        exchange.onAbort(() -> tell(sid, Relay.Kind.ABORT, question.id()));
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

    private void tell(String sid, Relay.Kind kind, String id) {
        var unused = directory.ask(sid, Relay.Question.of(kind, id).encoded(), SessionDirectory.TRANSIT);
    }

    /** A WebSocket for a session; whether there is such a session is found out first. */
    void upgrade(HttpExchange exchange, String sid) {
        if (!taken(options.getTrafficLimits().relayed(sid).onOverhead())) {
            exchange.refuse(TOO_MANY_REQUESTS);
            return;
        }
        HttpServerRequest request = exchange.request();
        String id = Ids.next();
        request.pause();
        var unused = directory
                .ask(sid, Relay.Question.of(Relay.Kind.OPEN, id).encoded(), SessionDirectory.TRANSIT)
                .onComplete(asked -> {
                    if (asked.succeeded() && asked.result().isPresent()) {
                        request.toWebSocket()
                                .onSuccess(socket -> run(request, socket, sid, id))
                                .onFailure(noHandshake -> tell(sid, Relay.Kind.GONE, id));
                    } else {
                        if (asked.failed()) {
                            tell(sid, Relay.Kind.GONE, id); // The answer may only be late.
                        }
                        request.resume();
                        exchange.refuse(EngineError.UNKNOWN_SID);
                    }
                });
    }

    private void run(HttpServerRequest request, ServerWebSocket socket, String sid, String id) {
        if (socket.isClosed()) {
            tell(sid, Relay.Kind.GONE, id);
        } else {
            new TunnelEnd(vertx, socket, request.connection(), options, sid, id).start();
        }
    }
}
