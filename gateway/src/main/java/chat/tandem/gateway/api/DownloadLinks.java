package chat.tandem.gateway.api;

import chat.tandem.gateway.address.IpAddress;
import chat.tandem.gateway.limit.ConcurrencyLimit;
import chat.tandem.gateway.shard.ShardGateways;
import chat.tandem.gateway.shard.Tenure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Addresses in the storage at which images can be fetched for a while. The media service, which alone has the keys of the
 * storage, signs them; each is kept until half of its life is over, so that an image which many look at is asked for
 * rarely. Nobody knows here which images there are: so what was asked for once is kept apart from what was asked for
 * again, and keys that are made up push out one another only. Used on one event loop.
 */
final class DownloadLinks {
    private static final int MOST_SEEN_ONCE = 2_000;
    private static final int MOST_SEEN_AGAIN = 8_000;
    private static final int MOST_ASKED_FOR = 256;
    private static final int MOST_ASKED_FOR_EACH = 16;

    private final ShardGateways shards;
    private final LongSupplier epochMillis;
    private final Map<String, Link> seenOnce = new LinkedHashMap<>();
    private final Map<String, Link> seenAgain = new LinkedHashMap<>();
    private final ConcurrencyLimit<IpAddress> asking = new ConcurrencyLimit<>(MOST_ASKED_FOR, MOST_ASKED_FOR_EACH);
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

    /**
     * The address of an image, whether there is such an image or not; fails while nobody can sign it, and where too many are
     * asked for by this client.
     *
     * @param client who asks
     */
    Future<Link> to(String key, IpAddress client) {
        Link known = kept(key);
        if (known != null && epochMillis.getAsLong() < known.goodUntil) {
            return Future.succeededFuture(known);
        }
        Future<Link> underWay = askedFor.get(key);
        return underWay == null ? ask(key, client.host()) : underWay;
    }

    /** What is asked for again moves to where made-up keys push nothing out. */
    private @Nullable Link kept(String key) {
        Link once = seenOnce.remove(key);
        if (once != null) {
            keep(seenAgain, MOST_SEEN_AGAIN, key, once);
        }
        return seenAgain.get(key);
    }

    /** How long a client may keep the answer: half of what is left. */
    long secondsToKeep(Link link) {
        return Math.max(0, link.expiresAt - epochMillis.getAsLong()) / 2_000;
    }

    private Future<Link> ask(String key, IpAddress client) {
        Tenure tenure = shards.tenureFor(key).orElse(null); // Any shard will do; by key, they share the work.
        if (tenure == null || !asking.enter(client)) {
            return Future.failedFuture("nobody can be asked");
        }
        Future<Link> link = tenure.questions().signDownload(key).map(this::read);
        askedFor.put(key, link);
        return link.onComplete(answer -> {
            askedFor.remove(key);
            asking.leave(client);
            if (answer.succeeded()) {
                boolean again = seenAgain.containsKey(key);
                keep(again ? seenAgain : seenOnce, again ? MOST_SEEN_AGAIN : MOST_SEEN_ONCE, key, answer.result());
            }
        });
    }

    private Link read(Buffer answer) {
        JsonObject json = answer.toJsonObject();
        long now = epochMillis.getAsLong();
        long expiresAt = json.getLong("expiresAt");
        return new Link(json.getString("url"), now + (expiresAt - now) / 2, expiresAt);
    }

    private static void keep(Map<String, Link> kept, int most, String key, Link link) {
        kept.remove(key);
        if (kept.size() >= most) {
            kept.remove(kept.keySet().iterator().next());
        }
        kept.put(key, link);
    }
}
