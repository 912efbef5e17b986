package chat.tandem.common.state.model;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** When keys end by themselves. Those of the bus have no end; the fixed ones of the shard may be extended by any write. */
final class Lives {
    /** The bus's own streams: an expired one would restart its ids. */
    private static final Set<String> EVERLASTING = Set.of("messages", "messages-bytes", "events", "dead-letters");

    private static final long TOLERANCE = 1_500;

    private record Life(long earliest, long latest) {}

    private final Map<String, Life> lives = new TreeMap<>();

    void exact(String key, long until) {
        lives.put(key, new Life(until, until));
    }

    private static boolean isFixed(String key) {
        return !key.contains(":") && !key.equals("tick-lock");
    }

    /** A gateway or the tick extends the fixed keys that there are. */
    void renewFixed(Set<String> existing, long now) {
        existing.stream().filter(Lives::isFixed).forEach(key -> fixed(key, now));
    }

    private void fixed(String key, long now) {
        lives.put(key, new Life(now + Rules.SHARD_LIFE, Long.MAX_VALUE));
    }

    /** After a step: what is new among the fixed keys begins its life, what is gone has none. */
    void settle(Set<String> existing, long now) {
        lives.keySet().retainAll(existing);
        existing.stream().filter(key -> isFixed(key) && !lives.containsKey(key)).forEach(key -> fixed(key, now));
    }

    /** Whether a key may have ended by now. */
    boolean mayHaveEnded(String key, long now) {
        Life life = lives.get(key);
        return !EVERLASTING.contains(key) && life != null && life.earliest() <= now + TOLERANCE;
    }

    boolean anyMayHaveEnded(long now) {
        return lives.keySet().stream().anyMatch(key -> mayHaveEnded(key, now));
    }

    /** The first end of what gateways and the tick renew; the far future when there is nothing. */
    long firstEndOfWhatIsRenewed() {
        return lives.entrySet().stream()
                .filter(life -> isFixed(life.getKey())
                        || life.getKey().startsWith("inbox:")
                        || life.getKey().startsWith("on:"))
                .filter(life -> !EVERLASTING.contains(life.getKey()))
                .mapToLong(life -> life.getValue().earliest())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** What is wrong with the remaining time that Redis tells (-1: no end), or null; `tolerance` in ms. */
    @Nullable
    String fault(String key, long remaining, long now, long tolerance) {
        if (EVERLASTING.contains(key)) {
            return remaining == -1 ? null : "must never end, but ends in " + remaining + " ms";
        }
        if (remaining < 0) {
            return "has no end";
        }
        Life life = lives.get(key);
        if (life == null) {
            return "ends in " + remaining + " ms, and the model knows nothing of its life";
        }
        long latest = Math.min(life.latest(), now + Math.max(Rules.SHARD_LIFE, life.earliest() - now));
        boolean right = now + remaining >= life.earliest() - tolerance && now + remaining <= latest + tolerance;
        return right
                ? null
                : "ends in " + remaining + " ms, not within " + (life.earliest() - now) + ".." + (latest - now);
    }
}
