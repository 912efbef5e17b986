package chat.tandem.socketio.engine.impl;

import chat.tandem.socketio.engine.CloseReason;
import chat.tandem.socketio.engine.EngineIoOptions;
import chat.tandem.socketio.engine.EngineIoServer;
import chat.tandem.socketio.engine.EngineIoSocket;
import chat.tandem.socketio.engine.EngineIoTransport;
import chat.tandem.socketio.engine.Handshake;
import chat.tandem.socketio.engine.SessionDirectory;
import chat.tandem.socketio.engine.TrafficLimit;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes requests, and brings each to its session. */
public final class EngineServer implements EngineIoServer {
    /** Cannot be changed, so all handshakes may share it. */
    private static final MultiMap NOTHING = HttpHeaders.headers().copy(false);

    private final Vertx vertx;
    private final EngineIoOptions options;
    private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
    private final SessionDirectory directory;
    private final Afar afar;
    private final FromAfar fromAfar;
    private volatile Handler<EngineSession> onConnection = EngineIoSocket::close;
    private volatile boolean closed;

    public EngineServer(Vertx vertx, EngineIoOptions options) {
        this.vertx = vertx;
        this.options = new EngineIoOptions(options);
        this.directory = options.getDirectory();
        this.afar = new Afar(vertx, this.options);
        this.fromAfar = new FromAfar(vertx);
        directory.onAsked(this::asked);
    }

    /** Answers another server about a session, whose home is here if it still is. */
    private Future<Buffer> asked(String sid, Buffer question) {
        EngineSession session = sessions.get(sid);
        Relay.Question asked = Relay.Question.of(question);
        if (session == null) {
            return Future.succeededFuture(
                    switch (asked.kind()) {
                        case POLL, POST -> Relay.answer(EngineError.UNKNOWN_SID);
                        case ABORT, OPEN, FETCH, BRING, GONE -> new TunnelFrames().take(true);
                    });
        }
        Promise<Buffer> answer = Promise.promise();
        session.home().run(() -> fromAfar.answer(session, asked).onComplete(answer));
        return answer.future();
    }

    @Override
    public EngineServer onConnection(Handler<EngineIoSocket> handler) {
        onConnection = handler::handle;
        return this;
    }

    /** As {@link #onConnection}, for what is built on the session itself. */
    public void onSession(Handler<EngineSession> handler) {
        onConnection = handler;
    }

    @Override
    public boolean has(String sid) {
        return sessions.containsKey(sid);
    }

    @Override
    public EngineServer mount(Router router) {
        router.route(options.getPath() + "*").handler(context -> handle(context.request()));
        return this;
    }

    @Override
    public void handle(HttpServerRequest request) {
        HttpExchange exchange = new HttpExchange(vertx, request, options.getCors());
        if (closed) {
            exchange.refuse(503);
            return;
        }
        if (request.method().equals(HttpMethod.OPTIONS)) {
            exchange.preflight();
            return;
        }
        boolean isUpgrade = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        MultiMap query = query(request);
        EngineIoTransport transport = transport(query.get("transport"));
        String sid = query.get("sid");
        if (transport == null) {
            exchange.refuse(EngineError.UNKNOWN_TRANSPORT);
        } else if (sid == null) {
            open(exchange, transport, isUpgrade);
        } else {
            goOn(exchange, sid, transport, isUpgrade);
        }
    }

    private static MultiMap query(HttpServerRequest request) {
        try {
            return request.params();
        } catch (IllegalArgumentException undecodable) {
            return MultiMap.caseInsensitiveMultiMap();
        }
    }

    private @Nullable EngineIoTransport transport(@Nullable String token) {
        for (EngineIoTransport transport : options.getTransports()) {
            if (transport.token().equals(token)) {
                return transport;
            }
        }
        return null;
    }

    private void open(HttpExchange exchange, EngineIoTransport transport, boolean isUpgrade) {
        HttpServerRequest request = exchange.request();
        if (!request.method().equals(HttpMethod.GET)) {
            exchange.refuse(EngineError.BAD_METHOD);
        } else if (isUpgrade != (transport == EngineIoTransport.WEBSOCKET)) {
            exchange.refuse(EngineError.BAD_REQUEST);
        } else if (!"4".equals(request.getParam("EIO"))) {
            exchange.refuse(EngineError.UNSUPPORTED_VERSION);
        } else {
            request.pause();
            admitted(request).onComplete(admission -> {
                if (!admission.succeeded() || !admission.result()) {
                    request.resume();
                    exchange.refuse(EngineError.FORBIDDEN);
                } else {
                    open(exchange, isUpgrade);
                }
            });
        }
    }

    private void open(HttpExchange exchange, boolean isUpgrade) {
        HttpServerRequest request = exchange.request();
        AtomicReference<@Nullable EngineSession> opened = new AtomicReference<>();
        TrafficLimit limit = options.getTrafficLimits().opened(() -> abort(opened.get()));
        if (limit == null) {
            request.resume();
            exchange.refuse(503);
        } else if (isUpgrade) {
            openWebSocket(request, limit, opened::set);
        } else {
            request.resume();
            openPolling(exchange, limit, opened::set);
        }
    }

    private static void abort(@Nullable EngineSession session) {
        if (session != null) {
            session.home().run(() -> session.drop(CloseReason.TRANSPORT_ERROR));
        }
    }

    /** The verdict on a newcomer, on the request's context. */
    private Future<Boolean> admitted(HttpServerRequest request) {
        Promise<Boolean> verdict = Home.current(vertx).context().promise();
        try {
            options.getAdmission().apply(request).onComplete(verdict);
        } catch (RuntimeException e) {
            verdict.fail(e);
        }
        return verdict.future();
    }

    private void openPolling(HttpExchange exchange, TrafficLimit limit, Consumer<EngineSession> opened) {
        EngineSession session = newSession(exchange.request(), limit);
        opened.accept(session);
        directory.enter(session.id()).onComplete(entered -> {
            if (entered.failed()) {
                exchange.refuse(503);
                session.drop(CloseReason.TRANSPORT_ERROR);
                return;
            }
            if (session.isOpen()) {
                session.start();
                poll(exchange, session);
                onConnection.handle(session);
            } else {
                exchange.refuse(503);
            }
        });
    }

    private void openWebSocket(HttpServerRequest request, TrafficLimit limit, Consumer<EngineSession> opened) {
        request.toWebSocket()
                .onSuccess(webSocket -> {
                    if (webSocket.isClosed()) {
                        limit.onClosed();
                        return;
                    }
                    EngineSession session = newSession(request, limit);
                    opened.accept(session);
                    session.startOn(transport(request, webSocket, session));
                    session.start();
                    onConnection.handle(session);
                })
                .onFailure(noHandshake -> limit.onClosed());
    }

    private WebSocketTransport transport(HttpServerRequest request, ServerWebSocket webSocket, EngineSession session) {
        return new WebSocketTransport(vertx, webSocket, request.connection(), session.home(), session::maxPayload);
    }

    private EngineSession newSession(HttpServerRequest request, TrafficLimit limit) {
        Runnable over = options.getOnOpen().apply(request);
        EngineSession session = new EngineSession(
                Ids.next(),
                handshake(request),
                Home.current(vertx),
                vertx,
                options,
                limit,
                ended -> ended(ended, over));
        sessions.put(session.id(), session);
        return session;
    }

    private Handshake handshake(HttpServerRequest request) {
        boolean kept = options.isHandshakeKept();
        return new Handshake(
                kept ? request.headers() : NOTHING,
                kept ? request.params() : NOTHING,
                kept ? request.uri() : options.getPath(),
                options.getClientAddress().apply(request),
                request.isSSL(),
                Instant.now());
    }

    /** How many requests and WebSockets of other servers are known here. */
    int knownFromAfar() {
        return fromAfar.known();
    }

    private void ended(EngineSession session, Runnable over) {
        over.run();
        sessions.remove(session.id());
        directory.leave(session.id());
    }

    private void goOn(HttpExchange exchange, String sid, EngineIoTransport transport, boolean isUpgrade) {
        HttpServerRequest request = exchange.request();
        EngineSession session = sessions.get(sid);
        if (isUpgrade != (transport == EngineIoTransport.WEBSOCKET)) {
            exchange.refuse(EngineError.BAD_REQUEST);
        } else if (session == null) {
            goOnAfar(exchange, sid, isUpgrade);
        } else if (isUpgrade) {
            request.toWebSocket().onSuccess(webSocket -> {
                if (!webSocket.isClosed()) {
                    WebSocketTransport further = transport(request, webSocket, session);
                    session.home().run(() -> session.offer(further));
                }
            });
        } else if (request.method().equals(HttpMethod.GET)) {
            poll(exchange, session);
        } else if (request.method().equals(HttpMethod.POST)) {
            post(exchange, session);
        } else {
            exchange.refuse(EngineError.BAD_METHOD);
        }
    }

    /** For a session that is none of ours: of another server, perhaps. */
    private void goOnAfar(HttpExchange exchange, String sid, boolean isUpgrade) {
        HttpMethod method = exchange.request().method();
        if (isUpgrade) {
            afar.upgrade(exchange, sid);
        } else if (method.equals(HttpMethod.GET)) {
            afar.poll(exchange, sid);
        } else if (method.equals(HttpMethod.POST)) {
            afar.post(exchange, sid);
        } else {
            exchange.refuse(EngineError.UNKNOWN_SID);
        }
    }

    private static void poll(HttpExchange exchange, EngineSession session) {
        exchange.onAbort(() -> session.polling(exchange, polling -> polling.onPollAborted(exchange)));
        session.polling(exchange, polling -> polling.onPoll(exchange));
    }

    private void post(HttpExchange exchange, EngineSession session) {
        exchange.onAbort(() -> session.polling(exchange, polling -> polling.onPostAborted(exchange)));
        session.polling(exchange, polling -> polling.onPost(exchange));
        exchange.body(
                session.maxPayload(),
                Room.unlimited(),
                body -> session.polling(exchange, polling -> polling.onPostBody(exchange, body)));
    }

    @Override
    public Future<Void> close() {
        closed = true;
        List<Future<Void>> ends = new ArrayList<>();
        for (EngineSession session : List.copyOf(sessions.values())) {
            Promise<Void> end = Promise.promise();
            ends.add(end.future());
            session.home().run(() -> {
                session.drop(CloseReason.FORCED_CLOSE);
                end.complete();
            });
        }
        return Future.join(ends).mapEmpty();
    }
}
