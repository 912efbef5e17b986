package chat.tandem.socketio.engine.impl;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What other servers bring for the sessions whose home is here: requests of polling clients, and WebSockets. */
final class FromAfar {
    /** After this a GET or a fetch is answered though there is nothing to send, so that the asker knows that the home is there. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Map<String, RelayedExchange> exchanges = new ConcurrentHashMap<>();
    private final Map<String, TunnelTransport> tunnels = new ConcurrentHashMap<>();

    FromAfar(Vertx vertx) {
        this.vertx = vertx;
    }

    /** How many requests and WebSockets of other servers are known here. */
    int known() {
        return exchanges.size() + tunnels.size();
    }

    /** A request that waits elsewhere. */
    private static final class RelayedExchange extends Exchange {
        private final boolean post;
        private final boolean binary;
        private final Promise<Buffer> answer = Promise.promise();

        RelayedExchange(Relay.Question question) {
            this.post = question.kind() == Relay.Kind.POST;
            this.binary = question.isBinary();
        }

        @Override
        boolean isBinary() {
            return binary;
        }

        @Override
        void answer(int status, String type, String body) {
            answer.tryComplete(Relay.answer(status, type, body));
        }
    }

    /** Answers for a session that is here, on its home. */
    Future<Buffer> answer(EngineSession session, Relay.Question question) {
        return switch (question.kind()) {
            case POLL, POST -> request(session, question);
            case ABORT -> abort(session, question.id());
            case OPEN -> open(session, question.id());
            case FETCH -> tunnel(question.id(), this::fetch);
            case BRING -> tunnel(question.id(), tunnel -> tunnel.bring(TunnelFrames.of(question.body())));
            case GONE ->
                tunnel(question.id(), tunnel -> {
                    tunnel.gone();
                    return nothing();
                });
        };
    }

    private static Future<Buffer> nothing() {
        return Future.succeededFuture(Buffer.buffer());
    }

    private Future<Buffer> request(EngineSession session, Relay.Question question) {
        RelayedExchange exchange = new RelayedExchange(question);
        boolean tooLong = question.body().length() > session.maxPayload();
        exchanges.put(question.id(), exchange);
        session.polling(exchange, polling -> {
            if (exchange.post) {
                polling.onPost(exchange);
                polling.onPostBody(exchange, tooLong ? null : question.body());
            } else {
                polling.onPoll(exchange);
            }
        });
        long timer = vertx.setTimer(LONGEST_WAIT.toMillis(), late -> release(session, exchange));
        return exchange.answer.future().onComplete(answered -> {
            vertx.cancelTimer(timer);
            exchanges.remove(question.id());
        });
    }

    private static void release(EngineSession session, RelayedExchange exchange) {
        if (!exchange.post) {
            session.polling(exchange, polling -> polling.release(exchange));
        }
    }

    private Future<Buffer> abort(EngineSession session, String id) {
        RelayedExchange exchange = exchanges.get(id);
        if (exchange != null) {
            session.polling(exchange, polling -> {
                if (exchange.post) {
                    polling.onPostAborted(exchange);
                } else {
                    polling.onPollAborted(exchange);
                }
            });
            exchange.refuse(EngineError.BAD_REQUEST); // Nobody reads it.
        }
        return nothing();
    }

    private Future<Buffer> open(EngineSession session, String id) {
        TunnelTransport tunnel = new TunnelTransport(() -> tunnels.remove(id));
        tunnels.put(id, tunnel);
        session.offer(tunnel);
        return nothing();
    }

    private Future<Buffer> tunnel(String id, Function<TunnelTransport, Future<Buffer>> use) {
        TunnelTransport tunnel = tunnels.get(id);
        if (tunnel == null) {
            return Future.succeededFuture(new TunnelFrames().take(true));
        }
        return use.apply(tunnel);
    }

    private Future<Buffer> fetch(TunnelTransport tunnel) {
        Future<Buffer> answer = tunnel.fetch();
        if (!answer.isComplete()) {
            long timer = vertx.setTimer(LONGEST_WAIT.toMillis(), late -> tunnel.releaseFetch());
            var unused = answer.onComplete(done -> vertx.cancelTimer(timer));
        }
        return answer;
    }
}
