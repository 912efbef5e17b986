package chat.tandem.common.state;

import chat.tandem.common.redis.Slots;
import java.util.ArrayList;
import java.util.List;

/**
 * The shards of a deployment. Their number is fixed when it is made; a user's shard is a hash of the user id and nothing
 * else; strangers meet within a shard.
 */
public final class Shards {
    private final List<Keys> keys;

    private Shards(List<Keys> keys) {
        this.keys = keys;
    }

    /**
     * The shards of a deployment of {@code count}, their tags spread evenly over the cluster's slots.
     *
     * @param count 1 to 1024
     */
    public static Shards of(int count) {
        if (count < 1 || count > 1024) {
            throw new IllegalArgumentException("shards: 1 to 1024, not " + count);
        }
        List<Keys> keys = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            keys.add(new Keys("{" + tagFor(index, count) + "}"));
        }
        return new Shards(List.copyOf(keys));
    }

    /** The smallest number whose slot lies in the index-th of {@code count} equal ranges of slots. */
    private static int tagFor(int index, int count) {
        int from = (int) ((long) index * Slots.COUNT / count);
        int to = (int) ((long) (index + 1) * Slots.COUNT / count);
        for (int tag = 0; ; tag++) {
            int slot = Slots.of(Integer.toString(tag));
            if (from <= slot && slot < to) {
                return tag;
            }
        }
    }

    /** How many there are. */
    public int count() {
        return keys.size();
    }

    /** The keys of one shard. */
    public Keys keys(int index) {
        return keys.get(index);
    }

    /** The shard that holds a user. */
    public int indexOf(String user) {
        return Slots.of(user) % keys.size();
    }
}
