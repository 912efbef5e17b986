package chat.tandem.media.sweep;

import chat.tandem.media.store.ObjectKeys;
import chat.tandem.media.store.ObjectStore;
import chat.tandem.media.store.StoreFaultException;
import chat.tandem.media.store.StoreThreads;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes objects, one list after another, so that many of them do not keep others from the store. */
public final class Deletions {
    private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);

    /** After so many the store itself is taken to be at fault. */
    private static final int MOST_FAULTS = 10;

    private final StoreThreads threads;
    private final ObjectStore store;
    private Future<Void> last = Future.succeededFuture();

    /** @param threads where is waited for the store */
    public Deletions(StoreThreads threads, ObjectStore store) {
        this.threads = threads;
        this.store = store;
    }

    /** Takes on pictures that are served no longer; of other keys it keeps its hands off. What fails is swept again. */
    public Future<Void> served(List<String> keys) {
        List<String> known = keys.stream().filter(ObjectKeys::isServed).toList();
        last = last.transform(before -> delete(known)).onSuccess(done -> told(known.size()));
        return Future.succeededFuture();
    }

    private static void told(int count) {
        if (count > 0) {
            LOG.info("Deleted {} pictures that no message names", count);
        }
    }

    /** Deletes any objects, and completes when that is done. One that cannot be deleted keeps none of the others. */
    Future<Void> delete(List<String> keys) {
        return threads.run(() -> {
            StoreFaultException last = null;
            int left = 0;
            for (String key : keys) {
                try {
                    store.delete(key);
                } catch (StoreFaultException fault) {
                    last = fault;
                    if (++left == MOST_FAULTS) {
                        break;
                    }
                }
            }
            if (last != null) {
                LOG.warn("Deleting met {} faults, the next sweep tries again: {}", left, last.getMessage());
            }
        });
    }

    /** Completes when everything taken on so far is over. */
    public Future<Void> idle() {
        return last.otherwiseEmpty();
    }
}
