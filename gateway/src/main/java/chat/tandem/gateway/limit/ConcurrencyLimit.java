package chat.tandem.gateway.limit;

import java.util.HashMap;
import java.util.Map;

/**
 * A bound on how much is under way at once, in all and for each key. Used from one thread.
 *
 * @param <K> for whom it is
 */
public final class ConcurrencyLimit<K> {
    private final int all;
    private final int each;
    private final Map<K, Integer> underWay = new HashMap<>();
    private int total;

    /**
     * @param all how much may be under way in all
     * @param each how much of it for one key
     */
    public ConcurrencyLimit(int all, int each) {
        this.all = all;
        this.each = each;
    }

    /** Takes a place and returns true, or returns false where there is none; each place is to be {@link #leave left}. */
    public boolean enter(K key) {
        int own = underWay.getOrDefault(key, 0);
        if (total >= all || own >= each) {
            return false;
        }
        underWay.put(key, own + 1);
        total++;
        return true;
    }

    /** Gives a place back. */
    public void leave(K key) {
        underWay.computeIfPresent(key, (same, own) -> own == 1 ? null : own - 1);
        total--;
    }
}
