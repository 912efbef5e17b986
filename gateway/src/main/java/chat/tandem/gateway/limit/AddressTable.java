package chat.tandem.gateway.limit;

import chat.tandem.gateway.address.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * What is counted by address, for a bounded number of addresses. An entry lives as long as it says anything: nobody gets rid of a used-up
 * limit by filling the table. When it is full of such entries, addresses that have none share entries with others: the addresses of an IPv6
 * /32 (or an IPv4 /16) fall into one of 256, each with ten times the limits. So whoever commands many addresses wears down a share that
 * few others use. Used under its owner's lock.
 *
 * @param <E> what is counted for one address
 */
final class AddressTable<E extends AddressTable.Entry> {
    private static final int SHARES = 256;
    private static final int SHARE = 10;

    /** The golden ratio in 32 bits: neighbouring networks fall far apart. */
    private static final int SPREAD = 0x9E37_79B9;

    private static final int SHARE_BITS_V6 = 32;
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final IntFunction<E> made;
    private final int most;
    private final LongSupplier nanoTime;
    private final Map<IpAddress, E> entries = new HashMap<>();
    private final List<E> shared = new ArrayList<>(SHARES);
    private long swept;

    /** What is counted for one address. */
    interface Entry {
        /** Whether it says no more than a new one would. */
        boolean isUnused();
    }

    /**
     * An empty table.
     *
     * @param made makes an entry for so many times the limits of one address
     * @param most how many entries there may be, the shared ones apart
     * @param nanoTime a monotonic clock
     */
    AddressTable(IntFunction<E> made, int most, LongSupplier nanoTime) {
        this.made = made;
        this.most = most;
        this.nanoTime = nanoTime;
        this.swept = nanoTime.getAsLong() - SWEEP_NANOS;
        for (int share = 0; share < SHARES; share++) {
            shared.add(made.apply(SHARE));
        }
    }

    /** The entry of an address, or the one that it shares. */
    E of(IpAddress address) {
        E known = entries.get(address);
        if (known != null) {
            return known;
        }
        if (entries.size() >= most) {
            sweep();
        }
        return entries.size() < most ? added(address) : shared(address);
    }

    private E added(IpAddress address) {
        E entry = made.apply(1);
        entries.put(address, entry);
        return entry;
    }

    private E shared(IpAddress address) {
        int hash = address.wide(SHARE_BITS_V6).hashCode() * SPREAD;
        return shared.get((hash >>> 8) % SHARES);
    }

    /** At most once a second, because it looks at every entry. */
    private void sweep() {
        long now = nanoTime.getAsLong();
        if (now - swept >= SWEEP_NANOS) {
            swept = now;
            entries.values().removeIf(Entry::isUnused);
        }
    }

    int size() {
        return entries.size();
    }
}
