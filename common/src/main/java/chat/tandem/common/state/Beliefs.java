package chat.tandem.common.state;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Keys that a caller believes its next script to touch because the last ones did: the inbox of the partner's gateway,
 * mostly. A wrong belief costs one more call, never a wrong effect. Keeps the newest 8.
 */
public final class Beliefs {
    private static final int BOUND = 8;
    private final Deque<String> keys = new ArrayDeque<>();

    /** The believed keys, oldest first. */
    public synchronized List<String> keys() {
        return List.copyOf(keys);
    }

    synchronized void add(Collection<String> names) {
        for (String name : names) {
            keys.remove(name);
            keys.addLast(name);
        }
        while (keys.size() > BOUND) {
            keys.removeFirst();
        }
    }
}
