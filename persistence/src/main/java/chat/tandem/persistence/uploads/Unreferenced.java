package chat.tandem.persistence.uploads;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.ServiceRequest;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.persistence.request.Concerning;
import chat.tandem.persistence.request.PendingWrites;
import chat.tandem.persistence.store.Fault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds images that no message shows, and has media delete them. Media asks only for images that can no longer be sent,
 * so whatever names one was appended to a shard's stream before the question; hence the answer waits until the writers
 * of every shard have stored what may name one of them. What goes wrong is let go of: media asks again.
 */
public final class Unreferenced {
    private static final Logger LOG = LoggerFactory.getLogger(Unreferenced.class);
    private static final long PATIENCE_MS = Duration.ofMinutes(1).toMillis();

    /** Which of these keys are in no message. */
    public static final String QUERY = """
            SELECT key FROM unnest($1::text[]) AS asked (key)
            WHERE NOT EXISTS (SELECT FROM uploads WHERE uploads.key = asked.key)
            """;

    private final Vertx vertx;
    private final List<ShardBus> shards;
    private final Pool pool;

    /**
     * @param shards all of them; media is told in the first
     * @param pool for reading
     */
    public Unreferenced(Vertx vertx, List<ShardBus> shards, Pool pool) {
        this.vertx = vertx;
        this.shards = shards;
        this.pool = pool;
    }

    /** Looks for those among the keys, and tells media; never fails. */
    public Future<Void> find(List<String> keys) {
        long giveUpAt = System.nanoTime() + PATIENCE_MS * 1_000_000;
        return writtenEverywhere(keys, giveUpAt)
                .compose(written -> pool.preparedQuery(QUERY).execute(Tuple.of(keys.toArray(String[]::new))))
                .compose(rows -> {
                    List<String> unreferenced = new ArrayList<>();
                    rows.forEach(row -> unreferenced.add(row.getString("key")));
                    return unreferenced.isEmpty() ? Future.succeededFuture() : delete(unreferenced);
                })
                .recover(failure -> {
                    LOG.info("Whether {} images are shown was not found out: {}", keys.size(), Fault.reason(failure));
                    return Future.succeededFuture();
                });
    }

    private Future<Void> writtenEverywhere(List<String> keys, long giveUpAt) {
        return Future.all(shards.stream()
                        .map(bus -> PendingWrites.of(bus)
                                .compose(pending -> pending.written(vertx, Concerning.images(keys), giveUpAt)))
                        .toList())
                .mapEmpty();
    }

    private Future<Void> delete(List<String> keys) {
        ShardBus first = shards.getFirst();
        Buffer data = new JsonObject().put("keys", new JsonArray(keys)).toBuffer();
        long deadline = first.clock().now() + PATIENCE_MS;
        return first.append(Addresses.MEDIA, new ServiceRequest("delete-objects", "", "", deadline, "", data))
                .mapEmpty();
    }
}
