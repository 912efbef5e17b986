package chat.tandem.persistence.writing;

import chat.tandem.persistence.writing.Writer.Item;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch, or a part of one, on its way, with what was tried for it.
 *
 * @param <E> the entry that a row came from
 */
final class Attempt<E> {
    final List<Item<E>> items;
    final Promise<Void> done = Promise.promise();
    int failures;
    boolean partitionsMade;

    Attempt(List<Item<E>> items) {
        this.items = items;
    }

    boolean alone() {
        return items.size() == 1;
    }

    /** The same items in parts of nearly the same size. */
    List<Attempt<E>> parts(int number) {
        int size = Math.ceilDiv(items.size(), number);
        List<Attempt<E>> parts = new ArrayList<>();
        for (int from = 0; from < items.size(); from += size) {
            parts.add(new Attempt<>(items.subList(from, Math.min(from + size, items.size()))));
        }
        return parts;
    }
}
