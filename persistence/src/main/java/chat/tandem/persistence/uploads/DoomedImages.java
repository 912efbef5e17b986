package chat.tandem.persistence.uploads;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.ServiceRequest;
import chat.tandem.common.bus.ShardBus;
import chat.tandem.persistence.store.Rounds;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Has images deleted that no message shows any more, however often that takes: media says when an object is gone, and what
 * it has not said is asked for again.
 */
public final class DoomedImages {
    private static final long ANSWERED_WITHIN_MS = Duration.ofMinutes(10).toMillis();
    private static final int AT_ONCE = 200;

    /** What media has been asked for and has not answered, at most: its requests stand among those of people. */
    private static final int MOST_ASKED_FOR = 2_000;

    /** One that is shown again, by a message that arrived late, stays. */
    private static final String SPARE =
            "DELETE FROM doomed_images WHERE EXISTS (SELECT FROM uploads WHERE uploads.key = doomed_images.key)";

    private static final String NEXT = """
            UPDATE doomed_images SET asked_at = now() WHERE key IN (
              SELECT key FROM doomed_images WHERE asked_at IS NULL OR asked_at < now() - $2 * interval '1 ms'
              ORDER BY key LIMIT least($1, greatest(0, $3 - (
                SELECT count(*) FROM doomed_images WHERE asked_at >= now() - $2 * interval '1 ms'))))
            RETURNING key
            """;

    private static final String GONE = "DELETE FROM doomed_images WHERE key = ANY ($1::text[])";

    private final ShardBus bus;
    private final Pool pool;

    /** @param bus of the shard in which media is told */
    public DoomedImages(ShardBus bus, Pool pool) {
        this.bus = bus;
        this.pool = pool;
    }

    /** Asks media to delete what it was not asked to delete lately, up to what it may have in hand. */
    public Future<Void> ask() {
        return pool.query(SPARE).execute().compose(spared -> Rounds.whileMore(this::askForNext));
    }

    private Future<Boolean> askForNext() {
        return pool.preparedQuery(NEXT)
                .execute(Tuple.of(AT_ONCE, (double) ANSWERED_WITHIN_MS, MOST_ASKED_FOR))
                .compose(rows -> {
                    List<String> keys = new ArrayList<>();
                    rows.forEach(row -> keys.add(row.getString("key")));
                    return keys.isEmpty()
                            ? Future.succeededFuture(false)
                            : tell(keys).map(true);
                });
    }

    private Future<Void> tell(List<String> keys) {
        JsonObject data = new JsonObject().put("keys", new JsonArray(keys)).put("confirm", true);
        long deadline = bus.clock().now() + ANSWERED_WITHIN_MS;
        return bus.append(Addresses.MEDIA, new ServiceRequest("delete-objects", "", "", deadline, "", data.toBuffer()))
                .mapEmpty();
    }

    /** Media says that these are gone. */
    public Future<Void> gone(List<String> keys) {
        return pool.preparedQuery(GONE)
                .execute(Tuple.of(keys.toArray(String[]::new)))
                .mapEmpty();
    }
}
