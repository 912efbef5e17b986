package chat.tandem.gateway.limit;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How much of its memory a process uses, as shares from 0 to 1.
 *
 * @param heap what objects that live long take up, as of the last collection that looked at them
 * @param direct what Netty holds outside of the heap
 */
record MemoryUse(DoubleSupplier heap, DoubleSupplier direct) {

    /** That of this process. */
    static MemoryUse ofProcess() {
        Optional<MemoryPoolMXBean> old = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isCollectionUsageThresholdSupported())
                .filter(MemoryPoolMXBean::isUsageThresholdSupported) // Those in which objects grow old.
                .max(Comparator.comparingLong(pool -> pool.getUsage().getMax()));
        return new MemoryUse(() -> old.map(MemoryUse::share).orElse(0.0), MemoryUse::directShare);
    }

    /** The lower of what was left by the last collection and what is used now: the first grows old, the second holds garbage. */
    private static double share(MemoryPoolMXBean pool) {
        MemoryUsage collected = pool.getCollectionUsage();
        MemoryUsage now = pool.getUsage();
        if (collected == null || now.getMax() <= 0) {
            return 0;
        }
        return (double) Math.min(collected.getUsed(), now.getUsed()) / now.getMax();
    }

    private static double directShare() {
        long most = PlatformDependent.maxDirectMemory();
        long counted = PlatformDependent.usedDirectMemory(); // Below 0 where Netty leaves that to the virtual machine.
        return most <= 0 ? 0 : (double) (counted < 0 ? buffers() : counted) / most;
    }

    private static long buffers() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
