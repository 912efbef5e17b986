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
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a person as one JSON document: {@code GET /api/me/export}. It comes from persistence piece by piece; the next
 * is asked for when the client has taken the one before, so that one piece is all that is held here. A client that stops
 * reading, or a service that does not come back, ends it by a cut connection: what was sent cannot be taken back, and half a
 * document must not look whole. Where as many exports are under way as there may be, the slowest reader gives way to whoever
 * comes. Used on one event loop.
 */
final class ExportRoute implements Call.Endpoint {
    private static final int MOST_AT_ONCE = 16;
    private static final int ATTEMPTS = 5;
    private static final long PAUSE_MS = 1_000;
    private static final long TAKEN_WITHIN_SECONDS = 60;

    /** A client that has not taken a piece (some 256 KiB) after that long gives way to others. */
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Vertx vertx;
    private final ShardGateways shards;
    private final LongSupplier nanoTime;
    private final Map<String, Export> underWay = new HashMap<>();

    /** What one person gets. */
    private static final class Export {
        private final String user;
        private final HttpServerResponse response;

        /** Since when the client has had a piece to take; nothing is to be taken while it is negative. */
        private long offered = -1;

        Export(String user, HttpServerResponse response) {
            this.user = user;
            this.response = response;
        }

        long waitedFor(long now) {
            return offered < 0 ? 0 : now - offered;
        }
    }

    /** @param nanoTime a monotonic clock, never negative */
    ExportRoute(Vertx vertx, ShardGateways shards, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.vertx = vertx;
        this.shards = shards;
    }

    @Override
    public void serve(Call call) {
        String user = call.caller().user();
        // One for each, or a few people could hold all.
        if (underWay.containsKey(user) || !hasRoom()) {
            HttpAnswers.refuse(call.response(), Answers.unavailable());
        } else {
            Export export = new Export(user, call.response());
            underWay.put(user, export);
            var unused = export(export).onComplete(over -> underWay.remove(user, export));
        }
    }

    /** Whether there is a place, or the one of a slow reader, whose export ends here. */
    private boolean hasRoom() {
        if (underWay.size() < MOST_AT_ONCE) {
            return true;
        }
        long now = nanoTime.getAsLong();
        Optional<Export> slowest =
                underWay.values().stream().max(Comparator.comparingLong(export -> export.waitedFor(now)));
        return slowest.filter(export -> export.waitedFor(now) >= SLOW_NANOS)
                .filter(export -> underWay.remove(export.user, export))
                .map(export -> export.response.reset())
                .isPresent();
    }

    private Future<Void> export(Export export) {
        return piece(export.user, null).compose(first -> begin(export, first), fault -> {
            if (!export.response.closed()) {
                HttpAnswers.refuse(export.response, Answers.of("export", fault));
            }
            return Future.succeededFuture();
        });
    }

    private Future<Void> begin(Export export, JsonObject first) {
        HttpServerResponse response = export.response;
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader("Content-Disposition", "attachment; filename=\"tandem.json\"");
        Promise<Void> done = Promise.promise();
        goOn(export, first, done);
        return done.future().recover(cut -> response.reset().otherwiseEmpty());
    }

    /** By a promise: thousands of pieces, composed one inside the other, would overflow the stack. */
    private void goOn(Export export, JsonObject piece, Promise<Void> done) {
        String next = piece.getString("next");
        String chunk = piece.getString("chunk");
        if (next == null) {
            offer(export, export.response.end(chunk)).onComplete(done);
            return;
        }
        // An empty chunk would be the end.
        offer(export, chunk.isEmpty() ? Future.succeededFuture() : export.response.write(chunk))
                .compose(written -> again(export.user, next, ATTEMPTS))
                .onSuccess(following -> goOn(export, following, done))
                .onFailure(done::fail);
    }

    private Future<Void> offer(Export export, Future<Void> taken) {
        export.offered = nanoTime.getAsLong();
        return taken.timeout(TAKEN_WITHIN_SECONDS, TimeUnit.SECONDS).onComplete(over -> export.offered = -1);
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
