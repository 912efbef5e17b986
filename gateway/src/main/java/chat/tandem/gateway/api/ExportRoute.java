package chat.tandem.gateway.api;

import chat.tandem.common.bus.RequestTimeoutException;
import chat.tandem.gateway.http.HttpAnswers;
import chat.tandem.gateway.session.Answers;
import chat.tandem.gateway.shard.ShardGateways;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a person as one JSON document: {@code GET /api/me/export}. It comes from persistence piece by piece; the next
 * is asked for when the client has taken the one before, so that one piece is all that is held here. A client that stops
 * reading, or a service that does not come back, ends it by a cut connection: what was sent cannot be taken back, and half a
 * document must not look whole. Used on one event loop.
 */
final class ExportRoute implements Call.Endpoint {
    private static final int MOST_AT_ONCE = 16;
    private static final int ATTEMPTS = 5;
    private static final long PAUSE_MS = 1_000;
    private static final long TAKEN_WITHIN_SECONDS = 60;

    private final Vertx vertx;
    private final ShardGateways shards;
    private final Set<String> underWay = new HashSet<>();

    ExportRoute(Vertx vertx, ShardGateways shards) {
        this.vertx = vertx;
        this.shards = shards;
    }

    @Override
    public void serve(Call call) {
        String user = call.caller().user();
        // One for each, or a few people could hold all.
        if (underWay.size() >= MOST_AT_ONCE || !underWay.add(user)) {
            HttpAnswers.refuse(call.response(), Answers.unavailable());
        } else {
            var unused = export(user, call.response()).onComplete(over -> underWay.remove(user));
        }
    }

    private Future<Void> export(String user, HttpServerResponse response) {
        return piece(user, null).compose(first -> begin(user, response, first), fault -> {
            if (!response.closed()) {
                HttpAnswers.refuse(response, Answers.of("export", fault));
            }
            return Future.succeededFuture();
        });
    }

    private Future<Void> begin(String user, HttpServerResponse response, JsonObject first) {
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader("Content-Disposition", "attachment; filename=\"tandem.json\"");
        Promise<Void> done = Promise.promise();
        goOn(user, response, first, done);
        return done.future().recover(cut -> response.reset().otherwiseEmpty());
    }

    /** By a promise: thousands of pieces, composed one inside the other, would overflow the stack. */
    private void goOn(String user, HttpServerResponse response, JsonObject piece, Promise<Void> done) {
        String next = piece.getString("next");
        String chunk = piece.getString("chunk");
        if (next == null) {
            response.end(chunk).onComplete(done);
            return;
        }
        // An empty chunk would be the end.
        Future<Void> taken = chunk.isEmpty() ? Future.succeededFuture() : response.write(chunk);
        taken.timeout(TAKEN_WITHIN_SECONDS, TimeUnit.SECONDS)
                .compose(written -> again(user, next, ATTEMPTS))
                .onSuccess(following -> goOn(user, response, following, done))
                .onFailure(done::fail);
    }

    /** Asking for the same piece once more does no harm. */
    private Future<JsonObject> again(String user, String cursor, int attempts) {
        return piece(user, cursor)
                .recover(fault -> attempts == 1
                        ? Future.failedFuture(fault)
                        : vertx.timer(PAUSE_MS).compose(later -> again(user, cursor, attempts - 1)));
    }

    private Future<JsonObject> piece(String user, @Nullable String cursor) {
        return shards.tenureFor(user)
                .map(tenure -> tenure.questions().export(user, cursor).map(JsonObject::new))
                .orElseGet(() -> Future.failedFuture(new RequestTimeoutException("not registered")));
    }
}
