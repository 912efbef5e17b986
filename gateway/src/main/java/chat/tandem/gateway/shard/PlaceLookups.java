package chat.tandem.gateway.shard;

import chat.tandem.common.bus.RequestTimeoutException;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The lookups of places before anything is brought to them: anybody may ask for what does not exist, and must not have a body of 64 KiB
 * carried through Redis for it. At most 256 are under way at once, and the 10,000 places that were found last count as found for 30 s. Used
 * on one event loop.
 */
final class PlaceLookups {
    private static final int MOST = 10_000;
    private static final int MOST_UNDER_WAY = 256;
    private static final long FOUND_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final LongSupplier nanoTime;
    private final Map<String, Lookup> lookups = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Lookup> eldest) {
            return size() > MOST;
        }
    };
    private int underWay;

    private record Lookup(Future<Boolean> found, long begun) {}

    /** @param nanoTime a monotonic clock */
    PlaceLookups(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Whether a place exists. Those who ask for the same place at the same time are told so in the order in which they asked.
     *
     * @param lookup asks Redis
     * @return fails with {@link RequestTimeoutException} where too many ask at once, and as the lookup does
     */
    Future<Boolean> find(String place, Supplier<Future<Boolean>> lookup) {
        Lookup known = lookups.get(place);
        if (known != null && nanoTime.getAsLong() - known.begun() < FOUND_NANOS) {
            return known.found();
        }
        if (underWay >= MOST_UNDER_WAY) {
            return Future.failedFuture(new RequestTimeoutException("too many places are looked up"));
        }
        underWay++;
        Future<Boolean> found = lookup.get().onComplete(answered -> {
            underWay--;
            if (answered.failed() || !answered.result()) {
                lookups.remove(place);
            }
        });
        if (!found.isComplete() || Boolean.TRUE.equals(found.result())) {
            lookups.put(place, new Lookup(found, nanoTime.getAsLong()));
        }
        return found;
    }

    /** A place that was found is no more. */
    void lost(String place) {
        lookups.remove(place);
    }
}
