package chat.tandem.gateway.api;

import chat.tandem.gateway.shard.ShardGateways;
import chat.tandem.gateway.shard.Tenure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Addresses in the storage at which images can be fetched for a while. The media service signs them; each is kept until
 * half of its life is over, so that an image which many look at is asked for rarely. Used on one event loop.
 */
final class DownloadLinks {
    private static final int MOST_KEPT = 10_000;
    private static final int MOST_ASKED_FOR = 256;

    private final ShardGateways shards;
    private final LongSupplier epochMillis;
    private final Map<String, Link> kept = new LinkedHashMap<>();
    private final Map<String, Future<Link>> askedFor = new HashMap<>();

    DownloadLinks(ShardGateways shards, LongSupplier epochMillis) {
        this.shards = shards;
        this.epochMillis = epochMillis;
    }

    /**
     * An address that serves for a while.
     *
     * @param goodUntil until when it is handed out, in epoch milliseconds
     * @param expiresAt when the storage refuses it, in epoch milliseconds
     */
    record Link(String url, long goodUntil, long expiresAt) {}

    /** The address of an image, whether there is such an image or not; fails while nobody can sign it. */
    Future<Link> to(String key) {
        Link known = kept.get(key);
        if (known != null && epochMillis.getAsLong() < known.goodUntil) {
            return Future.succeededFuture(known);
        }
        Future<Link> underWay = askedFor.get(key);
        return underWay == null ? ask(key) : underWay;
    }

    /** How long a client may keep the answer: half of what is left. */
    long secondsToKeep(Link link) {
        return Math.max(0, link.expiresAt - epochMillis.getAsLong()) / 2_000;
    }

    private Future<Link> ask(String key) {
        Tenure tenure = shards.tenureFor(key).orElse(null); // Any shard will do; by key, they share the work.
        if (tenure == null || askedFor.size() >= MOST_ASKED_FOR) {
            return Future.failedFuture("nobody can be asked");
        }
        Future<Link> link = tenure.questions().signDownload(key).map(this::read);
        askedFor.put(key, link);
        return link.onComplete(answer -> {
            askedFor.remove(key);
            if (answer.succeeded()) {
                keep(key, answer.result());
            }
        });
    }

    private Link read(Buffer answer) {
        JsonObject json = answer.toJsonObject();
        long now = epochMillis.getAsLong();
        long expiresAt = json.getLong("expiresAt");
        return new Link(json.getString("url"), now + (expiresAt - now) / 2, expiresAt);
    }

    private void keep(String key, Link link) {
        kept.remove(key);
        if (kept.size() >= MOST_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        kept.put(key, link);
    }
}
