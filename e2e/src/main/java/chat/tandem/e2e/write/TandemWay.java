package chat.tandem.e2e.write;

import chat.tandem.common.bus.Delivery;
import chat.tandem.common.bus.WriteEntry;
import chat.tandem.common.ops.Metrics;
import chat.tandem.persistence.PersistenceSettings;
import chat.tandem.persistence.store.Availability;
import chat.tandem.persistence.store.Pools;
import chat.tandem.persistence.writing.Entries;
import chat.tandem.persistence.writing.WriteQueue;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Tandem's own: what persistence does with entries once it has read them from the stream. */
final class TandemWay implements Way, AutoCloseable {
    private static final int READ_AT_ONCE = 500;

    private final PersistenceSettings settings;
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Pools pools;
    private final WriteQueue queue;

    TandemWay(PersistenceSettings settings) {
        this.settings = settings;
        this.pools = Pools.open(vertx, settings.postgres());
        this.queue = new WriteQueue(vertx, settings, pools, new Availability(), new Metrics(), new Unexpected());
    }

    /** Every row is good, and nobody else is there to lock one. */
    private static final class Unexpected implements Entries<Delivery<WriteEntry>> {
        @Override
        public Future<Void> bury(Delivery<WriteEntry> entry, String reason) {
            return Future.failedFuture(reason);
        }

        @Override
        public void setAside(Delivery<WriteEntry> entry) {
            throw new IllegalStateException("an entry was set aside: " + entry.id());
        }

        @Override
        public void finish(Delivery<WriteEntry> entry) {
            throw new IllegalStateException("an entry was finished apart: " + entry.id());
        }
    }

    @Override
    public String name() {
        return "Tandem's write queue";
    }

    /** The entries are there already, as a reader has them. */
    @Override
    public Storing of(List<Row> rows) {
        var parts = new ArrayList<List<Delivery<WriteEntry>>>();
        for (int from = 0; from < rows.size(); from += READ_AT_ONCE) {
            var part = rows.subList(from, Math.min(rows.size(), from + READ_AT_ONCE));
            parts.add(part.stream()
                    .map(row -> new Delivery<>(row.id().toString(), row.entry()))
                    .toList());
        }
        return () -> store(parts);
    }

    /** As a reader does: so many parts are in memory at once, and the next is read when one is done. */
    private void store(List<List<Delivery<WriteEntry>>> parts) {
        int inMemory = (settings.postgres().writeConnections() + 1) * settings.batch() / READ_AT_ONCE;
        Promise<Void> stored = Promise.promise();
        var open = parts.iterator();
        context.runOnContext(begin -> {
            var lanes = new ArrayList<Future<Void>>();
            for (int lane = 0; lane < Math.max(1, inMemory); lane++) {
                lanes.add(next(open));
            }
            Future.all(lanes).<Void>mapEmpty().onComplete(stored);
        });
        stored.future().await();
    }

    private Future<Void> next(Iterator<List<Delivery<WriteEntry>>> open) {
        return open.hasNext() ? queue.write(open.next()).compose(done -> next(open)) : Future.succeededFuture();
    }

    @Override
    public void close() {
        pools.close().await();
        vertx.close().await();
    }
}
