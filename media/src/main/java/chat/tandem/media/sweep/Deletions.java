package chat.tandem.media.sweep;

import chat.tandem.media.store.ObjectKeys;
import chat.tandem.media.store.ObjectStore;
import chat.tandem.media.store.StoreFaultException;
import chat.tandem.media.store.StoreThreads;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
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

    /**
     * Takes on pictures that are served no longer; of other keys it keeps its hands off. Completes at once.
     *
     * @param gone told, when it is over, which of the keys nothing is left of that media could delete
     */
    public Future<Void> served(List<String> keys, Consumer<List<String>> gone) {
        List<String> known = keys.stream().filter(ObjectKeys::isServed).toList();
        last = last.transform(before -> deleteAll(known)).map(left -> {
            told(known.size() - left.size());
            gone.accept(keys.stream().filter(key -> !left.contains(key)).toList());
            return null;
        });
        return Future.succeededFuture();
    }

    private static void told(int count) {
        if (count > 0) {
            LOG.info("Deleted {} pictures that no message names", count);
        }
    }

    /** Deletes any objects, and completes when that is done. One that cannot be deleted keeps none of the others. */
    Future<Void> delete(List<String> keys) {
        return deleteAll(keys).mapEmpty();
    }

    /** Completes with the keys of those that may still be there. */
    private Future<Set<String>> deleteAll(List<String> keys) {
        return threads.run(() -> {
            Set<String> left = new HashSet<>(keys);
            StoreFaultException last = null;
            int faults = 0;
            for (String key : keys) {
                try {
                    store.delete(key);
                    left.remove(key);
                } catch (StoreFaultException fault) {
                    last = fault;
                    if (++faults == MOST_FAULTS) {
                        break;
                    }
                }
            }
            if (last != null) {
                LOG.warn("Deleting met {} faults, it is tried again: {}", faults, last.getMessage());
            }
            return left;
        });
    }

    /** Completes when everything taken on so far is over. */
    public Future<Void> idle() {
        return last.otherwiseEmpty();
    }
}
