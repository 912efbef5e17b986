package chat.tandem.persistence.request;

import chat.tandem.common.bus.Addresses;
import chat.tandem.common.bus.EntryId;
import chat.tandem.common.bus.ShardBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What waited to be written in one shard at one moment. Once it is written, PostgreSQL knows all that was acknowledged
 * before that moment.
 */
public final class PendingWrites {
    private static final long LOOK_AGAIN_MS = 25;

    private final ShardBus bus;
    private final @Nullable EntryId newest;

    private PendingWrites(ShardBus bus, @Nullable EntryId newest) {
        this.bus = bus;
        this.newest = newest;
    }

    /** Those of this moment. */
    public static Future<PendingWrites> of(ShardBus bus) {
        return bus.newest(Addresses.MESSAGES).map(newest -> new PendingWrites(bus, newest));
    }

    /** Whether there were none. */
    public boolean none() {
        return newest == null;
    }

    /**
     * Completes when they are written: they have left the stream.
     *
     * @param giveUpAt of {@link System#nanoTime}; then it fails with a {@link TimeoutException}
     */
    public Future<Void> written(Vertx vertx, long giveUpAt) {
        EntryId upTo = newest;
        if (upTo == null) {
            return Future.succeededFuture();
        }
        return bus.oldest(Addresses.MESSAGES).compose(oldest -> {
            if (oldest == null || oldest.compareTo(upTo) > 0) {
                return Future.succeededFuture();
            }
            if (System.nanoTime() - giveUpAt >= 0) {
                return Future.failedFuture(new TimeoutException("the writers are too far behind"));
            }
            return vertx.timer(LOOK_AGAIN_MS).compose(later -> written(vertx, giveUpAt));
        });
    }
}
